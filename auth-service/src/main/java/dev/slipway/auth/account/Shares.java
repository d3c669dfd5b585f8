package dev.slipway.auth.account;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.failure.Failure;

/** What priorities and limits may be, of accounts and of projects. */
public final class Shares {
    /** The priority of who was given none. */
    public static final int MIDDLE = 50;

    private static final int HIGHEST = 100;
    /** Exact in a JSON number of every reader. */
    private static final long MOST = 1L << 53;

    private Shares() {}

    /** Throws INVALID, naming {@code priority}, for what is not 0 to 100. */
    public static void checkPriority(int priority) {
        if (priority < 0 || priority > HIGHEST) {
            throw Failure.invalid("priority", "0 to " + HIGHEST);
        }
    }

    /** Throws INVALID, naming the limit, for a negative one. */
    public static void checkLimits(Limits limits) {
        check("limits.time", limits.seconds());
        check("limits.cpu", limits.cpus());
        check("limits.ram", limits.ramGb());
        check("limits.gpu", limits.gpus());
        check("limits.disk", limits.diskBytes());
    }

    private static void check(String field, long value) {
        if (value < 0 || value > MOST) {
            throw Failure.invalid(field, "0 for no limit, or a number up to " + MOST);
        }
    }
}
