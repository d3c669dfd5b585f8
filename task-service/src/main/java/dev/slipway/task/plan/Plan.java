package dev.slipway.task.plan;

import java.util.List;
import java.util.Map;

/**
 * What one pass decided.
 *
 * @param placements who shall run where, first come first
 * @param refusals whose quota does not allow them
 * @param reasons why the first of every line waits
 * @param claims for the next pass
 * @param shares how the waiting stood at its end
 * @param complete false when the pass stopped at its limit and another should follow
 */
public record Plan(
        List<Placement> placements,
        List<Refusal> refusals,
        Map<Shape, Reason> reasons,
        List<Claim> claims,
        Shares shares,
        boolean complete) {
    public Plan {
        placements = List.copyOf(placements);
        refusals = List.copyOf(refusals);
        reasons = Map.copyOf(reasons);
        claims = List.copyOf(claims);
    }

    /** The fair share of waiting tasks, by one pass: lower is sooner, 0 where the order is another. For one thread at a time. */
    @FunctionalInterface
    public interface Shares {
        /** Before any pass. */
        Shares NONE = (_, _) -> 0;

        /** What a task of this shape scored that waits since then, in milliseconds of the epoch. */
        double of(Shape shape, long since);
    }

    /** A task and the node that shall run it; {@code score} is its fair share, 0 where the order is another. */
    public record Placement(long task, Shape shape, String node, double score) {}

    /** A task that ends without having run. */
    public record Refusal(long task, Shape shape, Reason reason) {}
}
