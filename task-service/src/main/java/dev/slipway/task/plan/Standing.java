package dev.slipway.task.plan;

import dev.slipway.platform.contract.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an account or a project stands.
 *
 * @param used within the window, running tasks included: what quotas count
 * @param share what counts for its place in the queue: the same, or with old use counting less
 * @param priority 0 to 1
 * @param limits its quota; 0 of anything is no limit
 */
public record Standing(Usage used, Usage share, double priority, Limits limits) {
    /** One nobody has said anything of (GO-Docker 9.4: a missing priority is a half). */
    public static final Standing UNKNOWN = new Standing(Usage.NONE, 0.5, Limits.NONE);

    /** One whose whole use counts for its place. */
    public Standing(Usage used, double priority, Limits limits) {
        this(used, used, priority, limits);
    }

    /** The same after one more start. */
    public Standing charged(Size size) {
        return new Standing(used.plus(size, 0), share.plus(size, 0), priority, limits);
    }

    /** The first of {@link #refusals}. */
    public Optional<String> refusal(Size size) {
        return refusals(size).stream().findFirst();
    }

    /**
     * All for which its quota refuses one more task of that size; empty when it does not. The order and the comparisons are
     * those of GO-Docker 9.1: files or used time above the limit, used and asked processors or memory above it.
     */
    public List<String> refusals(Size size) {
        if (limits.equals(Limits.NONE)) {
            return List.of();
        }
        var all = new ArrayList<String>();
        if (limits.diskBytes() > 0 && used.diskBytes() > limits.diskBytes()) {
            all.add("its files take %d of %d bytes of disk".formatted(used.diskBytes(), limits.diskBytes()));
        }
        if (limits.seconds() > 0 && used.seconds() > limits.seconds()) {
            all.add("%.0f of %d seconds of running time are used".formatted(used.seconds(), limits.seconds()));
        }
        over("cpus", used.cpus(), size.cpus(), limits.cpus()).ifPresent(all::add);
        over("GiB of memory", used.ramGb(), size.ramGb(), limits.ramGb()).ifPresent(all::add);
        over("gpus", used.gpus(), size.gpus(), limits.gpus()).ifPresent(all::add);
        return all;
    }

    private static Optional<String> over(String what, double used, int asked, long limit) {
        return limit > 0 && used + asked > limit
                ? Optional.of("%.0f of %d %s are used and it asks for %d".formatted(used, limit, what, asked))
                : Optional.empty();
    }
}
