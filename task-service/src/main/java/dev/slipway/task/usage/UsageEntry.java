package dev.slipway.task.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one attempt used.
 *
 * @param startedAt empty when its process never ran: it then counts no time
 */
public record UsageEntry(
        long task,
        int attempt,
        String owner,
        String project,
        int cpus,
        int ramGb,
        int gpus,
        Optional<Instant> startedAt,
        Instant endedAt) {
    /** Wall seconds, not multiplied by processors. */
    public double seconds() {
        return startedAt
                .map(start -> Math.max(0, Duration.between(start, endedAt).toMillis() / 1000.0))
                .orElse(0.0);
    }
}
