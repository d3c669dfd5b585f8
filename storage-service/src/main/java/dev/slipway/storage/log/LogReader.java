package dev.slipway.storage.log;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.storage.blob.BlobStore;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.Place;
import dev.slipway.storage.object.StoredObject;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads logs piece by piece, wherever they are at the time. */
@ApplicationScoped
class LogReader {
    /** Bytes in memory per reader. */
    static final int PIECE = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Objects objects;
    private final BlobStore blobs;
    private final OpenLogs logs;
    private final LogChunks chunks;

    LogReader(Objects objects, BlobStore blobs, OpenLogs logs, LogChunks chunks) {
        this.objects = objects;
        this.blobs = blobs;
        this.logs = logs;
        this.chunks = chunks;
    }

    /** Where the task is now. */
    Uni<Optional<Place>> find(TaskId task) {
        return objects.find(task);
    }

    /** The log of a task that may run, with all chunks known that are kept. */
    Uni<OpenLog> open(LogId id) {
        return logs.loaded(id);
    }

    /** The same, having looked again for chunks that came to another replica. */
    Uni<OpenLog> refreshed(LogId id) {
        return open(id).call(log -> chunks.refresh(id, log.index()));
    }

    /** Bytes from {@code position} on; none where there is none yet, or where the chunk is gone since the task was kept. */
    Uni<byte[]> piece(OpenLog log, long position, int most) {
        var fresh = log.tail().read(position, most);
        if (fresh.isPresent()) {
            return Uni.createFrom().item(fresh.get());
        }
        return log.index()
                .covering(position)
                .map(chunk -> chunks.read(log.id(), chunk, position, most)
                        .onFailure(LogReader::isGone)
                        .recoverWithItem(NOTHING))
                .orElseGet(() -> Uni.createFrom().item(NOTHING));
    }

    private static boolean isGone(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Kind.NOT_FOUND;
    }

    /** The finished log of a kept task; empty when it left none. */
    Uni<Optional<StoredObject>> finished(Place place, LogStream stream) {
        return objects.stored(place, stream.file());
    }

    Uni<byte[]> piece(StoredObject log, long position, int most) {
        return log.piece(blobs, position, most);
    }
}
