package dev.slipway.node.container;

import java.time.Instant;

/** What became of starting a container. */
sealed interface Launch {
    /** Its process was started, not before {@code at}. */
    record Begun(String engineId, Instant at) implements Launch {}

    /** It will never run. */
    record Refused(String reason) implements Launch {}
}
