package dev.slipway.platform.web;

import java.util.regex.Pattern;

/** A path as it may be written to a log: some open what they name to whoever reads them. */
public final class LoggedPath {
    /** What follows these segments stands for a login: shares of tasks, and applications that wait for theirs. */
    private static final Pattern SECRET = Pattern.compile("(/share/|/api/1\\.0/app/)[^/?]+");

    private LoggedPath() {}

    /** The path with {@code ***} in place of what must not be read. */
    public static String of(String path) {
        return SECRET.matcher(path).replaceAll("$1***");
    }
}
