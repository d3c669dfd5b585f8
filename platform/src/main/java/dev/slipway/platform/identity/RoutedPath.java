package dev.slipway.platform.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A path as Quarkus REST looks for its resource: matrix parameters and a slash at the end make no difference to it, and once
 * there is a matrix parameter, an encoded slash parts segments like any other.
 */
final class RoutedPath {
    private RoutedPath() {}

    /** What this may mean to who routes it; only what all of them allow is allowed. */
    static List<String> readings(String path) {
        var plain = plain(path);
        return plain.indexOf('%') < 0 ? List.of(plain) : List.of(plain, plain(decoded(plain)));
    }

    private static String plain(String path) {
        return path.replaceAll(";[^/]*", "").replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "");
    }

    /** What cannot be decoded stands for itself: the server will refuse it. */
    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
