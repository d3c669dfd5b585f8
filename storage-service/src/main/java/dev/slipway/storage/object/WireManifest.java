package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a node sends: the body of both {@code uploads} and {@code manifest}. */
public record WireManifest(
        @Nullable String owner,
        @Nullable String project,
        @Nullable String node,
        @Nullable List<WireManifest.File> files,
        @Nullable List<String> directories) {
    /** One file; {@code inline} is base64. */
    public record File(
            @Nullable String path,
            @Nullable Long size,
            @Nullable String inline) {}

    /** Where the task is, as the sender says. */
    Place toPlace(TaskId task, int attempt) {
        return Place.live(task, needed("owner", owner), needed("project", project), attempt, Optional.ofNullable(node));
    }

    /** Fails with INVALID naming the first member that is wrong. */
    List<Delivered> toDelivered() {
        var given = files == null ? List.<File>of() : files;
        return IntStream.range(0, given.size())
                .mapToObj(it -> toDelivered("files[%d]".formatted(it), given.get(it)))
                .toList();
    }

    private static Delivered toDelivered(String field, File file) {
        var path = FilePath.reported(field + ".path", needed(field + ".path", file.path()));
        var inline = Optional.ofNullable(file.inline()).map(it -> decode(field + ".inline", it));
        if (inline.isEmpty() && (file.size() == null || file.size() < 0)) {
            throw Failure.invalid(field + ".size", "not a number of bytes");
        }
        return new Delivered(path, file.size() == null ? 0 : file.size(), inline);
    }

    private static ByteBuffer decode(String field, String base64) {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(field, "not base64");
        }
    }

    List<FilePath> toDirectories() {
        var given = directories == null ? List.<String>of() : directories;
        return IntStream.range(0, given.size())
                .mapToObj(it -> FilePath.reported("directories[%d]".formatted(it), given.get(it)))
                .toList();
    }

    private static String needed(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Failure.invalid(field, "missing");
        }
        return value;
    }
}
