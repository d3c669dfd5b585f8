package dev.slipway.task.plan;

import java.util.Arrays;

/** Some neighbours of a {@link Line}: their numbers in order, and since when each waits. It is never empty for long. */
final class Block {
    /** What has to move when one comes or goes in the midst: 8 KB, which takes less than a microsecond. */
    static final int LARGEST = 512;

    private long[] ids = new long[4];
    private long[] since = new long[4];
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    boolean isFull() {
        return size() == LARGEST;
    }

    long id(int place) {
        return ids[from + place];
    }

    long since(int place) {
        return since[from + place];
    }

    long first() {
        return ids[from];
    }

    long last() {
        return ids[to - 1];
    }

    /** How many have lower numbers. */
    int before(long id) {
        var found = Arrays.binarySearch(ids, from, to, id);
        return (found < 0 ? -found - 1 : found) - from;
    }

    boolean contains(long id) {
        return Arrays.binarySearch(ids, from, to, id) >= 0;
    }

    /** One that does not stand here, where there is room. */
    void add(long id, long began) {
        makeRoom();
        var at = from + before(id);
        System.arraycopy(ids, at, ids, at + 1, to - at);
        System.arraycopy(since, at, since, at + 1, to - at);
        ids[at] = id;
        since[at] = began;
        to++;
    }

    /** Whether it stood here. */
    boolean remove(long id) {
        var at = Arrays.binarySearch(ids, from, to, id);
        if (at < 0) {
            return false;
        }
        if (at == from) {
            from++;
        } else {
            System.arraycopy(ids, at + 1, ids, at, to - at - 1);
            System.arraycopy(since, at + 1, since, at, to - at - 1);
            to--;
        }
        return true;
    }

    /** Gives its second half away. */
    Block split() {
        var half = from + size() / 2;
        var second = new Block();
        second.take(this, half, to);
        to = half;
        return second;
    }

    /** Takes all of the one behind it. */
    void append(Block next) {
        take(next, next.from, next.to);
    }

    private void take(Block other, int first, int last) {
        var count = last - first;
        fit(size() + count);
        System.arraycopy(other.ids, first, ids, to, count);
        System.arraycopy(other.since, first, since, to, count);
        to += count;
    }

    /** At least one free place at the end. */
    private void makeRoom() {
        if (to == ids.length) {
            fit(size() + 1);
        }
    }

    /** To the front, with room for so many in all. */
    private void fit(int count) {
        var length = count > ids.length ? Math.min(LARGEST, Math.max(count, ids.length * 2)) : ids.length;
        var newIds = length == ids.length ? ids : new long[length];
        var newSince = length == ids.length ? since : new long[length];
        var size = size();
        System.arraycopy(ids, from, newIds, 0, size);
        System.arraycopy(since, from, newSince, 0, size);
        ids = newIds;
        since = newSince;
        from = 0;
        to = size;
    }
}
