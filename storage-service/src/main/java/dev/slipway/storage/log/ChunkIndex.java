package dev.slipway.storage.log;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which chunks of a log are kept, by offset. A chunk that lies within another is left out, so that both the beginnings and
 * the ends grow from chunk to chunk: whatever was sent twice or cut anew after a restart, each byte is found once. Two
 * numbers per chunk: a chatty task of a day has some hundred thousand.
 */
class ChunkIndex {
    private long[] starts = new long[8];
    private long[] ends = new long[8];
    private int count;

    /**
     * A piece of a log.
     *
     * @param end the offset behind its last byte
     */
    record Chunk(long start, long end) {}

    /** Takes note of a chunk; answers whether it brought bytes that no single chunk had. */
    synchronized boolean add(long start, long length) {
        var end = start + length;
        if (has(start, end)) {
            return false;
        }
        var from = firstNotBefore(start);
        var to = from;
        while (to < count && ends[to] <= end) {
            to++;
        }
        splice(from, to, start, end);
        return true;
    }

    /** Whether one chunk has all bytes from {@code start} to {@code end}. */
    synchronized boolean has(long start, long end) {
        return end <= start || covering(start).map(it -> it.end() >= end).orElse(false);
    }

    /** The chunk with the byte at {@code position}: the one that reaches farthest. */
    synchronized Optional<Chunk> covering(long position) {
        var last = firstNotBefore(position + 1) - 1;
        return last >= 0 && ends[last] > position ? Optional.of(new Chunk(starts[last], ends[last])) : Optional.empty();
    }

    /** The offset up to which there is no gap, from {@code position} on. */
    synchronized long reach(long position) {
        var reached = position;
        for (int it = Math.max(0, firstNotBefore(position + 1) - 1); it < count && starts[it] <= reached; it++) {
            reached = Math.max(reached, ends[it]);
        }
        return reached;
    }

    /** Where the last chunk begins; -1 when there is none. */
    synchronized long lastStart() {
        return count == 0 ? -1 : starts[count - 1];
    }

    private int firstNotBefore(long start) {
        var found = Arrays.binarySearch(starts, 0, count, start);
        return found >= 0 ? found : -found - 1;
    }

    /** Puts one chunk in the place of those from {@code from} up to {@code to}. */
    private void splice(int from, int to, long start, long end) {
        var grown = count - (to - from) + 1;
        if (grown > starts.length) {
            starts = Arrays.copyOf(starts, grown * 2);
            ends = Arrays.copyOf(ends, grown * 2);
        }
        System.arraycopy(starts, to, starts, from + 1, count - to);
        System.arraycopy(ends, to, ends, from + 1, count - to);
        starts[from] = start;
        ends[from] = end;
        count = grown;
    }
}
