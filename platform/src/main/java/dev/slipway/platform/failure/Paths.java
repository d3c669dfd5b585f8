package dev.slipway.platform.failure;

/** Whether a path lies under one of some roots. */
final class Paths {
    private Paths() {}

    static boolean under(String path, String... roots) {
        for (var root : roots) {
            if (path.equals(root) || path.startsWith(root + "/")) {
                return true;
            }
        }
        return false;
    }
}
