package dev.slipway.task.plan;

/** What counts how much in the fair-share score: the settings {@code fairshare_*_weight} of GO-Docker 9.4. */
public record Weights(
        double waiting,
        double userTime,
        double userCpu,
        double userRam,
        double projectTime,
        double projectCpu,
        double projectRam,
        double userPriority,
        double projectPriority) {
    /** Those of the original. */
    public static final Weights USUAL = new Weights(0.1, 1, 0.2, 0.2, 0.1, 0.01, 0.01, 1, 1);
}
