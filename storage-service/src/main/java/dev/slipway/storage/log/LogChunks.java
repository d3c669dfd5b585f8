package dev.slipway.storage.log;

import dev.slipway.storage.blob.Blob;
import dev.slipway.storage.blob.BlobStore;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The chunks of running tasks in the store: one object each, named by its offset. */
@ApplicationScoped
class LogChunks {
    private final BlobStore blobs;

    LogChunks(BlobStore blobs) {
        this.blobs = blobs;
    }

    Uni<Void> put(LogId log, long offset, byte[] bytes) {
        return blobs.put(log.key(offset), bytes);
    }

    /** Notes what the store has behind the last chunk known; answers whether that was anything. */
    Uni<Boolean> refresh(LogId log, ChunkIndex index) {
        var last = index.lastStart();
        return blobs.list(log.prefix(), last < 0 ? "" : log.key(last)).map(found -> {
            var news = false;
            for (var blob : found) {
                news |= index.add(offset(blob), blob.size());
            }
            return news;
        });
    }

    private static long offset(Blob blob) {
        return Long.parseLong(blob.key().substring(blob.key().lastIndexOf('/') + 1));
    }

    /** At most {@code most} bytes of a chunk from {@code position} on. */
    Uni<byte[]> read(LogId log, ChunkIndex.Chunk chunk, long position, int most) {
        var length = Math.min(most, chunk.end() - position);
        return blobs.read(log.key(chunk.start()), position - chunk.start(), length);
    }

    /** All chunks of an attempt; there may be none. */
    Uni<Void> delete(TaskId task, int attempt) {
        return blobs.list(LogId.prefix(task, attempt), "")
                .chain(found -> blobs.delete(found.stream().map(Blob::key).toList()));
    }
}
