package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import java.util.List;

/**
 * Whom the processes of an account run as.
 *
 * @param groups further group ids
 * @param home absolute path on the nodes
 */
public record UnixUser(int uid, int gid, List<Integer> groups, String home) {
    /** Below are the users of the machine itself. */
    static final int LOWEST = 1000;

    private static final int NOBODY = 65_534;
    private static final int NO_ID = 65_535;
    private static final int LONGEST_HOME = 1024;

    public UnixUser {
        checkId("uid", uid);
        checkId("gid", gid);
        checkHome(home);
        groups = List.copyOf(groups);
    }

    private static void checkId(String field, int id) {
        if (id < LOWEST || id == NOBODY || id == NO_ID) {
            throw Failure.invalid(field, "%d or more, and neither %d nor %d".formatted(LOWEST, NOBODY, NO_ID));
        }
    }

    /** It becomes a mount and a field of a passwd entry: no way out by {@code ..}, no separators of either. */
    private static void checkHome(String home) {
        if (!home.startsWith("/") || home.length() > LONGEST_HOME) {
            throw Failure.invalid("home", "an absolute path of at most %d characters".formatted(LONGEST_HOME));
        }
        if (home.chars().anyMatch(it -> Character.isISOControl(it) || it == ':' || it == ',')) {
            throw Failure.invalid("home", "no control characters, no ':' and no ','");
        }
        for (var name : home.substring(1).split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw Failure.invalid("home", "no empty, '.' or '..' part, and not the root");
            }
        }
    }
}
