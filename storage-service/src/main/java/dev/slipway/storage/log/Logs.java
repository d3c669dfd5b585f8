package dev.slipway.storage.log;

import dev.slipway.platform.identity.Caller;
import dev.slipway.storage.blob.BlobStore;
import dev.slipway.storage.blob.ByteStream;
import dev.slipway.storage.object.Hidden;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.Place;
import dev.slipway.storage.object.StoredObject;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be read of logs. */
@ApplicationScoped
public class Logs {
    private final Objects objects;
    private final LogReader reader;
    private final BlobStore blobs;
    private final Watches watches;
    private final LogConfig config;

    Logs(Objects objects, LogReader reader, BlobStore blobs, Watches watches, LogConfig config) {
        this.objects = objects;
        this.reader = reader;
        this.blobs = blobs;
        this.watches = watches;
        this.config = config;
    }

    /**
     * What there is of a log now.
     *
     * @param next the offset to go on from later
     */
    public record Part(long next, ByteStream bytes) {}

    /** All from {@code offset} to where there is no more, or a gap, now. Nothing for a task that waits. */
    public Uni<Part> read(TaskId task, LogStream stream, long offset, Caller caller) {
        return Hidden.from(task, () -> objects.whereabouts(task, caller))
                .chain(place -> place.map(it -> it.isKept() ? finished(it, stream, offset) : live(it, stream, offset))
                        .orElseGet(() -> Uni.createFrom().item(nothing(offset))));
    }

    private Uni<Part> finished(Place place, LogStream stream, long offset) {
        return reader.finished(place, stream)
                .chain(file -> file.filter(it -> it.size() > offset)
                        .map(it -> it.open(blobs, offset).map(bytes -> new Part(it.size(), bytes)))
                        .orElseGet(() -> Uni.createFrom().item(nothing(offset))));
    }

    private Uni<Part> live(Place place, LogStream stream, long offset) {
        var id = new LogId(place.task(), place.attempt(), stream);
        return reader.refreshed(id).map(log -> {
            var next = log.index().reach(offset);
            return next == offset
                    ? nothing(offset)
                    : new Part(next, new ByteStream(OptionalLong.of(next - offset), pieces(log, offset, next)));
        });
    }

    /** Piece by piece; where a chunk is gone meanwhile, the finished log goes on. */
    private Multi<byte[]> pieces(OpenLog log, long from, long to) {
        var position = new long[] {from};
        return Multi.createBy()
                .repeating()
                .uni(() -> piece(log, position[0], (int) Math.min(LogReader.PIECE, to - position[0]))
                        .invoke(bytes -> position[0] += bytes.length))
                .whilst(_ -> position[0] < to);
    }

    private Uni<byte[]> piece(OpenLog log, long position, int most) {
        return reader.piece(log, position, most)
                .chain(bytes -> bytes.length > 0 ? Uni.createFrom().item(bytes) : instead(log, position, most));
    }

    private Uni<byte[]> instead(OpenLog log, long position, int most) {
        return objects.find(log.id().task())
                .chain(place -> place.filter(Place::isKept)
                        .map(it -> reader.finished(it, log.id().stream()))
                        .orElseGet(() -> Uni.createFrom().item(Optional.<StoredObject>empty())))
                .chain(file -> file.map(it -> reader.piece(it, position, most))
                        .orElseThrow(() -> new IllegalStateException("The log went away")));
    }

    private static Part nothing(long offset) {
        return new Part(offset, ByteStream.of(new byte[0]));
    }

    /** Server-sent events from {@code offset} to the end of the task; for one that waits, they begin when it does. */
    public Uni<ByteStream> follow(TaskId task, LogStream stream, long offset, Caller caller) {
        return Hidden.from(task, () -> objects.whereabouts(task, caller))
                .map(_ -> new ByteStream(OptionalLong.empty(), frames(task, stream, offset)));
    }

    private Multi<byte[]> frames(TaskId task, LogStream stream, long offset) {
        return Multi.createFrom()
                .resource(
                        () -> watches.join(task),
                        watch -> new LogFollower(reader, watch, stream, offset, config.heartbeat()).frames())
                .withFinalizer(watches::leave);
    }
}
