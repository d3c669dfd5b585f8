package dev.slipway.task.task;

/** What was last asked of a task that goes on, and what became of it. */
public enum Standing {
    /** Nothing. */
    NORMAL,
    /** It shall stand still; its node has not said that it does. */
    SUSPENDING,
    /** Its processes stand still. */
    SUSPENDED,
    /** It cannot be made to stand still. */
    SUSPEND_REFUSED,
    /** It shall go on; its node has not said that it does. */
    RESUMING,
    /** It went on. */
    RESUMED,
    /** There was nothing to go on. */
    RESUME_REFUSED,
    /** Its attempt is stopped for another one. */
    RESCHEDULING,
    /** It waits for another attempt. */
    RESCHEDULED;

    /** After a resume of what its node has not been told to stop yet. */
    Standing takenBack() {
        return switch (this) {
            case SUSPENDING, RESUMED -> RESUMED;
            case NORMAL, SUSPENDED, SUSPEND_REFUSED, RESUMING, RESUME_REFUSED, RESCHEDULING, RESCHEDULED ->
                RESUME_REFUSED;
        };
    }
}
