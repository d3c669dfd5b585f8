package dev.slipway.node.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How many bytes of a container's two streams the store has. Kept beside them: a node that restarts goes on in whole
 * chunks, so that no two chunks ever overlap.
 */
public record Shipped(long stdout, long stderr) {
    /** Nothing yet. */
    public static final Shipped NOTHING = new Shipped(0, 0);

    /** As it was kept; nothing when it was not. */
    public static Shipped load(JobDirectory job) throws IOException {
        var file = file(job);
        if (!Files.exists(file)) {
            return NOTHING;
        }
        var numbers = Files.readString(file).split(" ");
        return numbers.length == 2 ? new Shipped(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])) : NOTHING;
    }

    /** Replaces what was kept, wholly or not at all. */
    public void save(JobDirectory job) throws IOException {
        var draft = job.log().resolve("shipped.new");
        Files.writeString(draft, stdout + " " + stderr);
        Files.move(draft, file(job), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path file(JobDirectory job) {
        return job.log().resolve("shipped");
    }
}
