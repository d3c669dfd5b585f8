package dev.slipway.platform.contract;

/**
 * What an account or a project may use within the suite's usage window. 0 of anything is no limit.
 *
 * @param seconds running time of its tasks, by the wall clock
 * @param cpus sum of the processors its tasks asked for
 * @param ramGb sum of the gigabytes of memory its tasks asked for
 * @param gpus sum of the devices its tasks asked for
 * @param diskBytes what its files may take
 */
public record Limits(long seconds, long cpus, long ramGb, long gpus, long diskBytes) {
    /** No limit at all. */
    public static final Limits NONE = new Limits(0, 0, 0, 0, 0);
}
