package dev.slipway.storage.log;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/** The newest bytes of a log somebody follows, in memory: they are read here before the store has them. */
class LogTail {
    private static final int MOST_BYTES = 256 * 1024;

    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private int bytes;

    synchronized void add(long start, byte[] content) {
        pieces.addLast(new Piece(start, content));
        bytes += content.length;
        while (bytes > MOST_BYTES) {
            bytes -= pieces.removeFirst().content().length;
        }
    }

    /** At most {@code most} bytes from {@code position}; empty when they are not here. */
    synchronized Optional<byte[]> read(long position, int most) {
        return pieces.stream()
                .filter(it -> it.start() <= position && position < it.start() + it.content().length)
                .findFirst()
                .map(it -> {
                    var from = (int) (position - it.start());
                    return Arrays.copyOfRange(it.content(), from, Math.min(it.content().length, from + most));
                });
    }

    synchronized void clear() {
        pieces.clear();
        bytes = 0;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(long start, byte[] content) {}
}
