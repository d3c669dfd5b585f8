package dev.slipway.node.job;

import dev.slipway.platform.contract.ContainerSpec.Member;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder of one owner on this node, laid out as GO-Docker's users know it. Only {@link #task()} is shown to the
 * container; what lies beside it is ours.
 *
 * @param root what belongs to the owner only
 * @param task what the container sees; a child of an array has its place in the one of the array
 */
public record JobDirectory(Path root, Path task) {
    /** What the container writes to its two streams, by these names. */
    public static final String STDOUT = "god.log";

    public static final String STDERR = "god.err";

    private static final String WORK = "task";
    /** The folder of results in it. */
    static final String RESULTS = "output";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** The folder of one owner: {@code tasks/pairtree_root/12/34/5} for task 12345. */
    public static JobDirectory of(Path jobs, Owner owner) {
        var root = rootOf(jobs, owner.kind(), owner.id());
        return new JobDirectory(root, root.resolve(WORK));
    }

    /** The folder of a child of an array: it works in {@code task/<index>} of its array. */
    public static JobDirectory of(Path jobs, Owner owner, Member member) {
        var root = rootOf(jobs, owner.kind(), owner.id());
        var array = rootOf(jobs, owner.kind(), member.array());
        return new JobDirectory(root, array.resolve(WORK).resolve(Integer.toString(member.index())));
    }

    JobDirectory(Path root) {
        this(root, root.resolve(WORK));
    }

    private static Path rootOf(Path jobs, String kind, String id) {
        if (!ID.matcher(id).matches() || !ID.matcher(kind).matches()) {
            throw Failure.invalid("owner", "not an id: " + kind + "-" + id);
        }
        var root = jobs.resolve(kind + "s").resolve("pairtree_root");
        for (int at = 0; at < id.length(); at += 2) {
            root = root.resolve(id.substring(at, Math.min(at + 2, id.length())));
        }
        return root;
    }

    /** Results that the container finds at the top of its file system, too; kept with all else that it sees. */
    public Path output() {
        return task.resolve(RESULTS);
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

    /** The file that says which place in an array this is. */
    Path member() {
        return root.resolve("member");
    }

    /** Temporary storage, until it has ended. */
    public Path tmp() {
        return root.resolve("tmp");
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
