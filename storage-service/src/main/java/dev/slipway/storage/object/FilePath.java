package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a file or directory is below a task's directory: segments joined by {@code /}, none of them empty, {@code .} or
 * {@code ..}. The empty path is the directory itself.
 */
public record FilePath(String text) {
    /** The task's directory. */
    public static final FilePath ROOT = new FilePath("");

    /** Bytes a path may have, as on the nodes. */
    public static final int MOST_BYTES = 4096;

    public FilePath {
        if (!isSound(text)) {
            throw new IllegalArgumentException("Not a sound path");
        }
    }

    /**
     * A path a node reports, to the letter.
     *
     * @param field what to name in the failure
     * @throws Failure INVALID for one that is not sound, or is the root
     */
    public static FilePath reported(String field, String text) {
        if (text.isEmpty() || !isSound(text)) {
            throw Failure.invalid(field, "not a relative path of at most %d bytes".formatted(MOST_BYTES));
        }
        return new FilePath(text);
    }

    /**
     * A path somebody asks for: doubled and trailing slashes are forgiven.
     *
     * @throws Failure FORBIDDEN for one that leaves the directory or could not exist
     */
    public static FilePath requested(String text) {
        var segments = Arrays.stream(text.split("/", -1)).filter(it -> !it.isEmpty());
        var clean = segments.collect(Collectors.joining("/"));
        if (!isSound(clean)) {
            throw Failure.forbidden("path: not below the task's directory");
        }
        return new FilePath(clean);
    }

    private static boolean isSound(String text) {
        return text.isEmpty()
                || (text.indexOf('\0') < 0
                        && text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                        && Arrays.stream(text.split("/", -1)).noneMatch(List.of("", ".", "..")::contains));
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    /** The last segment; empty for the root. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** What the paths of everything below begin with. */
    String prefix() {
        return isRoot() ? "" : text + "/";
    }

    @Override
    public String toString() {
        return text;
    }
}
