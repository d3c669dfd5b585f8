package dev.slipway.platform.web;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which requests a line of configuration means.
 *
 * @param method an HTTP method, or {@code *}
 */
public record RoutePattern(String method, Pattern path) {
    /** Reads {@code GET /task/*}: {@code *} is one path segment, a last {@code **} is any rest, also none. */
    public static RoutePattern parse(String line) {
        var parts = line.trim().split("\\s+");
        if (parts.length != 2 || !parts[1].startsWith("/")) {
            throw new IllegalArgumentException("Not 'METHOD /path': " + line);
        }
        return new RoutePattern(parts[0], compile(parts[1]));
    }

    /** The expression of a path with wildcards. */
    public static Pattern compile(String path) {
        var regex = Stream.of(path.substring(1).split("/"))
                .map(segment -> switch (segment) {
                    case "**" -> "(/.*)?";
                    case "*" -> "/[^/]+";
                    default -> "/" + Pattern.quote(segment);
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex);
    }

    /** Whether this is one of the requests meant. */
    public boolean matches(String requestMethod, String requestPath) {
        return (method.equals("*") || method.equals(requestMethod))
                && path.matcher(requestPath).matches();
    }
}
