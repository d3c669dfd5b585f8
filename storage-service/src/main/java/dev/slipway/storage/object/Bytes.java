package dev.slipway.storage.object;

import java.nio.ByteBuffer;

/** What a buffer holds, as an array. */
final class Bytes {
    private Bytes() {}

    /** The buffer stays as it is. */
    static byte[] of(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
