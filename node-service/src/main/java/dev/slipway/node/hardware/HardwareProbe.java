package dev.slipway.node.hardware;

import jakarta.enterprise.context.ApplicationScoped;
import oshi.SystemInfo;

/** Asks the machine what it has. It does not change while we run, so it is asked once. */
@ApplicationScoped
public class HardwareProbe {
    private static final long RESERVED = 1L << 30;

    private final int processors;
    private final Capacity capacity;

    HardwareProbe(HardwareConfig config) {
        var hardware = new SystemInfo().getHardware();
        this.processors = hardware.getProcessor().getLogicalProcessorCount();
        var memory = hardware.getMemory().getTotal();
        this.capacity = new Capacity(
                config.cpus().orElse(processors),
                config.memoryBytes().orElse(Math.max(memory / 2, memory - RESERVED)),
                config.gpus().orElse(0));
    }

    /** What it gives to containers. */
    public Capacity capacity() {
        return capacity;
    }

    /** Logical processors it really has: an engine refuses a limit above. */
    public int processors() {
        return processors;
    }
}
