package dev.slipway.task.schedule;

import dev.slipway.platform.contract.Limits;
import io.smallrye.mutiny.Uni;

/** What accounts and projects may, as they are now. */
interface Rights {
    Right ofUser(String login);

    Right ofProject(String project);

    /** Whether the account may run anything, and on that project. */
    boolean mayRun(String login, String project);

    /** Whether everything is known that was said of them before this process started: nobody is placed by less. */
    Uni<Boolean> areHeard();

    /** A priority from 0 to 1, and the quota. */
    record Right(double priority, Limits limits) {
        static final Right USUAL = new Right(0.5, Limits.NONE);

        boolean isLimited() {
            return !limits.equals(Limits.NONE);
        }
    }
}
