package dev.slipway.task.schedule;

import dev.slipway.platform.outbox.Lease;
import java.time.Duration;
import java.time.Instant;

/** The scheduler's lease: one row, as {@code Leases} keeps it. */
final class SimulatedLease {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final Truth truth;
    private String holder = "";
    private long fence;
    private Instant until = Instant.EPOCH;

    SimulatedLease(Truth truth) {
        this.truth = truth;
    }

    Lease acquire(Lease mine, String asker, Instant now) {
        if (!holder.equals(asker) && !until.isBefore(now)) {
            return Lease.none(mine.name());
        }
        fence += holder.equals(asker) ? 0 : 1;
        holder = asker;
        until = now.plus(LENGTH);
        return new Lease(mine.name(), fence, now.plus(LENGTH.dividedBy(3)), until);
    }

    boolean stands(Lease lease) {
        if (lease.fence() != fence) {
            truth.meet(Truth.Met.DEPOSED);
        }
        return lease.fence() == fence;
    }
}
