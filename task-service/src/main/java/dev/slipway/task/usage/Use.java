package dev.slipway.task.usage;

/**
 * What was used, added up over attempts.
 *
 * @param tasks how many attempts
 * @param cpus processors they asked for
 * @param ramGb gigabytes they asked for
 * @param gpus devices they asked for
 * @param seconds wall seconds they ran, not multiplied by processors
 */
public record Use(long tasks, long cpus, long ramGb, long gpus, double seconds) {
    /** Nothing at all. */
    public static final Use NONE = new Use(0, 0, 0, 0, 0);

    /** Both together. */
    public Use plus(Use other) {
        return new Use(
                tasks + other.tasks,
                cpus + other.cpus,
                ramGb + other.ramGb,
                gpus + other.gpus,
                seconds + other.seconds);
    }
}
