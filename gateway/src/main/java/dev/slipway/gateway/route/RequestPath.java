package dev.slipway.gateway.route;

import dev.slipway.platform.failure.Failure;
import java.util.Locale;

/**
 * The path of a request. Clients join server and path carelessly, so doubled slashes are made one; nothing else is rewritten.
 * A path that climbs is refused: how far it climbs would depend on who reads it.
 *
 * @param text what is passed on
 * @param plain the same with needless escapes resolved, as every service reads it; what is routed by
 */
record RequestPath(String text, String plain) {
    /**
     * Reads the path as it was sent, without a query.
     *
     * @throws Failure INVALID for {@code ..} in any spelling and for broken escapes
     */
    static RequestPath read(String sent) {
        if (!sent.startsWith("/")) {
            throw Failure.invalid("path", "must begin with '/'");
        }
        if (isOrdinary(sent)) {
            return new RequestPath(sent, sent);
        }
        var text = collapse(sent);
        mustNotClimb(text);
        return new RequestPath(text, text.indexOf('%') < 0 ? text : resolve(text));
    }

    /** Nothing to collapse, to resolve or to refuse: nearly all are. */
    private static boolean isOrdinary(String path) {
        var before = ' ';
        for (int i = 0; i < path.length(); i++) {
            var now = path.charAt(i);
            if (now == '%' || now == '\\' || (before == '/' && (now == '/' || now == '.'))) {
                return false;
            }
            before = now;
        }
        return true;
    }

    /** One slash for several in a row. */
    static String collapse(String path) {
        var result = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '/' || i == 0 || path.charAt(i - 1) != '/') {
                result.append(path.charAt(i));
            }
        }
        return result.toString();
    }

    /** Also escaped, also before a matrix parameter, also between slashes that are escaped or lean the other way. */
    private static void mustNotClimb(String path) {
        var loose = path.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/")
                .replace("%3b", ";")
                .replace('\\', '/');
        for (int at = loose.indexOf("/.."); at >= 0; at = loose.indexOf("/..", at + 1)) {
            var end = at + 3;
            if (end == loose.length() || loose.charAt(end) == '/' || loose.charAt(end) == ';') {
                throw Failure.invalid("path", "'..' is not taken");
            }
        }
    }

    /** RFC 3986, 6.2.2.2: an escaped letter, digit, '-', '.', '_' or '~' means the same as the plain one. */
    private static String resolve(String path) {
        var result = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '%') {
                result.append(path.charAt(i));
                continue;
            }
            var octet = octet(path, i + 1);
            if (isUnreserved(octet)) {
                result.append((char) octet);
            } else {
                result.append(path, i, i + 3);
            }
            i += 2;
        }
        return result.toString();
    }

    private static int octet(String path, int at) {
        var high = at + 1 < path.length() ? Character.digit(path.charAt(at), 16) : -1;
        var low = high < 0 ? -1 : Character.digit(path.charAt(at + 1), 16);
        if (low < 0) {
            throw Failure.invalid("path", "'%' without two hexadecimal digits");
        }
        return high * 16 + low;
    }

    private static boolean isUnreserved(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
