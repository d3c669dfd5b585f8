package dev.slipway.node.job;

import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder of one owner on this node, laid out as GO-Docker's users know it. Only {@link #task()} is shown to the
 * container; what lies beside it is ours.
 */
public record JobDirectory(Path root) {
    /** What the container writes to its two streams, by these names. */
    public static final String STDOUT = "god.log";

    public static final String STDERR = "god.err";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** The folder of one owner: {@code tasks/pairtree_root/12/34/5} for task 12345. */
    public static JobDirectory of(Path jobs, Owner owner) {
        if (!ID.matcher(owner.id()).matches() || !ID.matcher(owner.kind()).matches()) {
            throw Failure.invalid("owner", "not an id: " + owner.key());
        }
        var root = jobs.resolve(owner.kind() + "s").resolve("pairtree_root");
        var id = owner.id();
        for (int at = 0; at < id.length(); at += 2) {
            root = root.resolve(id.substring(at, Math.min(at + 2, id.length())));
        }
        return new JobDirectory(root);
    }

    /** What the container sees. */
    public Path task() {
        return root.resolve("task");
    }

    /** What it has written to its streams, until it has ended. */
    Path log() {
        return root.resolve("log");
    }

    /** Its own passwd and group. */
    Path etc() {
        return root.resolve("etc");
    }

    /** The file that says whose files these are. */
    Path attempt() {
        return root.resolve("attempt");
    }

    /** Its passwd. */
    public Path passwd() {
        return etc().resolve("passwd");
    }

    /** Its group. */
    public Path group() {
        return etc().resolve("group");
    }
}
