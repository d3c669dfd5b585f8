package dev.slipway.task.task;

/** What a task needs of a node. Tasks with equal demands fit in the same places. */
public record Demand(int cpus, int ramGb, int gpus, int ports) {
    /** One gigabyte of a request, in bytes. */
    public static final long GIB = 1L << 30;

    /** One that opens no port. */
    public Demand(int cpus, int ramGb, int gpus) {
        this(cpus, ramGb, gpus, 0);
    }

    public long memoryBytes() {
        return ramGb * GIB;
    }
}
