package dev.slipway.task.plan;

import java.util.Arrays;

/**
 * The tasks of one shape, by number, with the time each began to wait. Two sorted arrays: a million waiting tasks take 16 MB, a
 * new one goes to the end, one that leaves goes from the front, and only what is rare moves others.
 */
final class Line {
    private final Shape shape;
    private long[] ids = new long[4];
    private long[] since = new long[4];
    private int from;
    private int to;

    Line(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    int size() {
        return to - from;
    }

    /** The number of the one at a place, 0 being the first. */
    long id(int place) {
        return ids[from + place];
    }

    /** When the one at a place began to wait, in milliseconds of the epoch. */
    long since(int place) {
        return since[from + place];
    }

    /** How many have lower numbers. */
    int before(long id) {
        var found = Arrays.binarySearch(ids, from, to, id);
        return (found < 0 ? -found - 1 : found) - from;
    }

    boolean contains(long id) {
        return Arrays.binarySearch(ids, from, to, id) >= 0;
    }

    /** False when it stood here already. */
    boolean add(long id, long began) {
        if (to > from && ids[to - 1] < id) {
            makeRoom();
            put(to++, id, began);
            return true;
        }
        var place = before(id);
        if (place < size() && id(place) == id) {
            return false;
        }
        makeRoom();
        var at = from + place;
        System.arraycopy(ids, at, ids, at + 1, to - at);
        System.arraycopy(since, at, since, at + 1, to - at);
        to++;
        put(at, id, began);
        return true;
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

    private void put(int at, long id, long began) {
        ids[at] = id;
        since[at] = began;
    }

    /** At least one free place at the end. */
    private void makeRoom() {
        if (to < ids.length) {
            return;
        }
        var size = size();
        var length = size * 2 <= ids.length ? ids.length : ids.length + (ids.length >> 1) + 1;
        var newIds = length == ids.length ? ids : new long[length];
        var newSince = length == since.length ? since : new long[length];
        System.arraycopy(ids, from, newIds, 0, size);
        System.arraycopy(since, from, newSince, 0, size);
        ids = newIds;
        since = newSince;
        from = 0;
        to = size;
    }
}
