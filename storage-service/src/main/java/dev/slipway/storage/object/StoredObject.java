package dev.slipway.storage.object;

import dev.slipway.storage.blob.BlobStore;
import dev.slipway.storage.blob.ByteStream;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A file whose bytes are kept: in its manifest when it is small, else under a key of the store.
 *
 * @param size bytes it had when it was kept
 */
public record StoredObject(String key, long size, Optional<ByteBuffer> inline) {
    /** All of it, streamed. */
    Uni<ByteStream> open(BlobStore blobs) {
        return size == 0 || inline.isPresent() ? piece(blobs, 0, size).map(ByteStream::of) : blobs.open(key);
    }

    /** From {@code from} to its end, streamed. */
    public Uni<ByteStream> open(BlobStore blobs, long from) {
        return from >= size || inline.isPresent()
                ? piece(blobs, from, size).map(ByteStream::of)
                : blobs.open(key, from, size - from);
    }

    /** At most {@code most} bytes from {@code from}, in memory; none behind its end. */
    public Uni<byte[]> piece(BlobStore blobs, long from, long most) {
        var length = Math.min(most, size - from);
        if (length <= 0) {
            return Uni.createFrom().item(new byte[0]);
        }
        return inline.map(bytes -> Uni.createFrom().item(slice(bytes, (int) from, (int) length)))
                .orElseGet(() -> blobs.read(key, from, length));
    }

    private static byte[] slice(ByteBuffer bytes, int from, int length) {
        var slice = new byte[length];
        bytes.get(bytes.position() + from, slice);
        return slice;
    }
}
