package dev.slipway.storage.blob;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.List;

/** Keeps bytes by key. Fails with UNAVAILABLE while the store does not answer, and with NOT_FOUND for an unknown key. */
public interface BlobStore {
    /** Done when they are kept; what the key held before is gone. */
    Uni<Void> put(String key, byte[] bytes);

    /** All bytes of a key, streamed. */
    Uni<ByteStream> open(String key);

    /** {@code length} bytes from {@code from} on, streamed; fewer where the object ends before. {@code length} is not 0. */
    Uni<ByteStream> open(String key, long from, long length);

    /** The same in memory: for pieces of bounded size. */
    Uni<byte[]> read(String key, long from, long length);

    /** Every object below a prefix whose key comes after {@code after}, in the order of the keys. */
    Uni<List<Blob>> list(String prefix, String after);

    /** Deletes; unknown keys are no failure. */
    Uni<Void> delete(List<String> keys);

    /** An address to which anybody who has it may PUT the bytes of this key, for a while. */
    URI uploadUrl(String key);

    /** Done when the store answers and can keep bytes. */
    Uni<Void> check();
}
