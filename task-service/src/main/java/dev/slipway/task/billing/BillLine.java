package dev.slipway.task.billing;

/**
 * What one account used on one project in a month, by the date of the ends.
 *
 * @param tasks how many attempts
 * @param cpus processors its attempts asked for
 * @param ramGb gigabytes they asked for
 * @param gpus devices they asked for
 * @param seconds how long they ran
 */
public record BillLine(String user, String project, long tasks, long cpus, long ramGb, long gpus, double seconds) {}
