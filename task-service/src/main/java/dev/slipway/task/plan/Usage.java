package dev.slipway.task.plan;

/**
 * What somebody used within the usage window, by the sums of GO-Docker 9.2, and what its running tasks hold and have run.
 *
 * @param seconds running time by the wall clock, not multiplied by processors
 * @param cpus sum of the processors of its tasks
 * @param ramGb sum of the gigabytes of its tasks
 * @param gpus sum of the devices of its tasks
 * @param diskBytes what the files of its tasks take now, whenever they were made
 */
public record Usage(double seconds, double cpus, double ramGb, double gpus, long diskBytes) {
    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** One without files. */
    public Usage(double seconds, double cpus, double ramGb, double gpus) {
        this(seconds, cpus, ramGb, gpus, 0);
    }

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(
                seconds + other.seconds,
                cpus + other.cpus,
                ramGb + other.ramGb,
                gpus + other.gpus,
                diskBytes + other.diskBytes);
    }

    /** One more task of that size that has run so long. */
    public Usage plus(Size size, double ran) {
        return new Usage(seconds + ran, cpus + size.cpus(), ramGb + size.ramGb(), gpus + size.gpus(), diskBytes);
    }
}
