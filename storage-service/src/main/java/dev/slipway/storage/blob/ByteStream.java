package dev.slipway.storage.blob;

import io.smallrye.mutiny.Multi;
import java.util.OptionalLong;

/**
 * Bytes on their way, never all in memory. Whoever holds one must subscribe to its chunks once, or call {@link #discard}:
 * a connection may wait behind it.
 *
 * @param length how many they are, where that is known
 */
public record ByteStream(OptionalLong length, Multi<byte[]> chunks) {
    /** Bytes that are in memory already. */
    public static ByteStream of(byte[] bytes) {
        return new ByteStream(
                OptionalLong.of(bytes.length),
                bytes.length == 0
                        ? Multi.createFrom().empty()
                        : Multi.createFrom().item(bytes));
    }

    /** Gives them up unread. */
    public void discard() {
        chunks.subscribe().with(_ -> {}, _ -> {}).cancel();
    }
}
