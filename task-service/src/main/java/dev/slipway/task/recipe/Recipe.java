package dev.slipway.task.recipe;

import dev.slipway.task.task.TaskSpec;
import java.time.Instant;

/**
 * A task worth repeating.
 *
 * @param name unique among all recipes
 * @param task the task it came from, which may be gone
 * @param spec what that asked for
 * @param open whether everybody may see and use it
 */
public record Recipe(
        String name,
        String owner,
        String description,
        long task,
        TaskSpec spec,
        boolean open,
        Instant madeAt,
        Instant changedAt) {}
