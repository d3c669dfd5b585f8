package dev.slipway.task.task;

import java.time.Instant;
import java.util.Optional;

/**
 * What the children of an array come to.
 *
 * @param code the first exit code, by their order, that is not 0; else 0
 * @param lastEnd when the last of them ended, which may be told before others
 * @param refusal that of the first, where none of them was let run
 */
record Sum(int code, Instant lastEnd, Optional<Outcome> refusal) {}
