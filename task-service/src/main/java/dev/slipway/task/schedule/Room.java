package dev.slipway.task.schedule;

import dev.slipway.task.task.Demand;

/** What a node gives to containers, and how much of it is free. */
record Room(String node, int cpus, long memoryBytes, int gpus, int freeCpus, long freeMemoryBytes, int freeGpus) {
    /** An empty node. */
    static Room empty(String node, int cpus, long memoryBytes, int gpus) {
        return new Room(node, cpus, memoryBytes, gpus, cpus, memoryBytes, gpus);
    }

    boolean fits(Demand demand) {
        return demand.cpus() <= freeCpus && demand.memoryBytes() <= freeMemoryBytes && demand.gpus() <= freeGpus;
    }

    /** Whether it would fit on this node with nothing else on it. */
    boolean couldFit(Demand demand) {
        return demand.cpus() <= cpus && demand.memoryBytes() <= memoryBytes && demand.gpus() <= gpus;
    }

    Room without(Demand demand) {
        return new Room(
                node,
                cpus,
                memoryBytes,
                gpus,
                freeCpus - demand.cpus(),
                freeMemoryBytes - demand.memoryBytes(),
                freeGpus - demand.gpus());
    }
}
