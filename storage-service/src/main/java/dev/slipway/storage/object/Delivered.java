package dev.slipway.storage.object;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A file a node hands in.
 *
 * @param inline its bytes, where they came with the manifest
 */
public record Delivered(FilePath path, long size, Optional<ByteBuffer> inline) {
    /** As its manifest names it: a file that came along has as many bytes as came. */
    Item toItem() {
        return Item.file(path.text(), inline.map(it -> (long) it.remaining()).orElse(size));
    }
}
