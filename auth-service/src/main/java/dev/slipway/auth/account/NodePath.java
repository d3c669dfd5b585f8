package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;

/** The form of a path on the nodes or in a container. */
public final class NodePath {
    private static final int LONGEST = 1024;

    private NodePath() {}

    /**
     * Goes on only for an absolute, normalised path: it becomes a mount and a field of a passwd entry, so no way out by
     * {@code ..} and no separators of either.
     *
     * @throws Failure INVALID, naming {@code field}
     */
    public static void check(String field, String path) {
        if (!path.startsWith("/") || path.length() > LONGEST) {
            throw Failure.invalid(field, "an absolute path of at most %d characters".formatted(LONGEST));
        }
        if (path.chars().anyMatch(it -> Character.isISOControl(it) || it == ':' || it == ',')) {
            throw Failure.invalid(field, "no control characters, no ':' and no ','");
        }
        for (var name : path.substring(1).split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw Failure.invalid(field, "no empty, '.' or '..' part, and not the root");
            }
        }
    }
}
