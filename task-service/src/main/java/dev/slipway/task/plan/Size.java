package dev.slipway.task.plan;

/**
 * What a task takes of a node while it runs.
 *
 * @param cpus whole processors
 * @param ramGb gigabytes (2^30 bytes) of memory
 * @param gpus devices
 * @param ports host ports
 */
public record Size(int cpus, int ramGb, int gpus, int ports) {
    /** Nothing. */
    public static final Size NOTHING = new Size(0, 0, 0, 0);

    /** Both together. */
    public Size plus(Size other) {
        return new Size(cpus + other.cpus, ramGb + other.ramGb, gpus + other.gpus, ports + other.ports);
    }

    /** What is left of it. */
    public Size minus(Size other) {
        return new Size(cpus - other.cpus, ramGb - other.ramGb, gpus - other.gpus, ports - other.ports);
    }

    boolean fitsIn(Size room) {
        return cpus <= room.cpus && ramGb <= room.ramGb && gpus <= room.gpus && ports <= room.ports;
    }

    /** What is missing in a room, as the largest part of this size: 0 when it fits, 1 when nothing is there. */
    double missingIn(Size room) {
        var missing = 0.0;
        missing = Math.max(missing, part(cpus, room.cpus));
        missing = Math.max(missing, part(ramGb, room.ramGb));
        missing = Math.max(missing, part(gpus, room.gpus));
        return Math.max(missing, part(ports, room.ports));
    }

    private static double part(int wanted, int there) {
        return wanted <= there ? 0 : (double) (wanted - Math.max(0, there)) / wanted;
    }

    /** For people. */
    String words() {
        var text = new StringBuilder()
                .append(cpus)
                .append(cpus == 1 ? " cpu, " : " cpus, ")
                .append(ramGb)
                .append(" GiB of memory");
        if (gpus > 0) {
            text.append(", ").append(gpus).append(gpus == 1 ? " gpu" : " gpus");
        }
        if (ports > 0) {
            text.append(", ").append(ports).append(ports == 1 ? " port" : " ports");
        }
        return text.toString();
    }
}
