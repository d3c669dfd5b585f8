package dev.slipway.node.container;

import java.time.Instant;

/** What became of starting a container. */
sealed interface Launch {
    /** Its process was started, not before {@code at}. */
    record Begun(String engineId, Instant at) implements Launch {}

    /** It will never run; {@code system} where the fault is this machine's or its engine's. */
    record Refused(String reason, boolean system) implements Launch {
        /** What was asked for cannot be, or nobody wants it any more. */
        Refused(String reason) {
            this(reason, false);
        }
    }
}
