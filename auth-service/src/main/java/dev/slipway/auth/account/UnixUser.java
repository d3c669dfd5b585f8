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

    public UnixUser {
        checkId("uid", uid);
        checkId("gid", gid);
        NodePath.check("home", home);
        groups = List.copyOf(groups);
    }

    /** The same numbers with another home. */
    UnixUser withHome(String other) {
        return new UnixUser(uid, gid, groups, other);
    }

    private static void checkId(String field, int id) {
        if (id < LOWEST || id == NOBODY || id == NO_ID) {
            throw Failure.invalid(field, "%d or more, and neither %d nor %d".formatted(LOWEST, NOBODY, NO_ID));
        }
    }
}
