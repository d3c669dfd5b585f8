package dev.slipway.task.schedule;

import dev.slipway.task.task.Demand;
import java.util.List;
import java.util.Map;

/**
 * What one pass decided.
 *
 * @param placements who shall run where, first come first
 * @param reasons why every task of such a demand waits
 * @param complete false when the pass stopped at its limit and another should follow
 */
record Plan(List<Placement> placements, Map<Demand, Reason> reasons, boolean complete) {
    Plan {
        placements = List.copyOf(placements);
        reasons = Map.copyOf(reasons);
    }
}
