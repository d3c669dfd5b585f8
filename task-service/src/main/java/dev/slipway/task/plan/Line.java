package dev.slipway.task.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tasks of one shape, by number, with the time each began to wait: in blocks that are sorted, and stand in order. A million
 * waiting tasks take 16 MB, and whoever comes or goes moves no more than its block, wherever it stands: the children of an array
 * leave from the midst of a line when it is cancelled, and come there when it is released.
 */
final class Line {
    private final Shape shape;
    private final List<Block> blocks = new ArrayList<>();
    private int size;
    /** How many stand before each block; right for so many of them as are {@code counted}. */
    private int[] starts = new int[1];

    private int counted;

    Line(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    int size() {
        return size;
    }

    /** The number of the one at a place, 0 being the first. */
    long id(int place) {
        var block = blockAt(place);
        return blocks.get(block).id(place - startOf(block));
    }

    /** When the one at a place began to wait, in milliseconds of the epoch. */
    long since(int place) {
        var block = blockAt(place);
        return blocks.get(block).since(place - startOf(block));
    }

    /** How many have lower numbers. */
    int before(long id) {
        var block = blockFor(id);
        return block == blocks.size()
                ? size
                : startOf(block) + blocks.get(block).before(id);
    }

    boolean contains(long id) {
        var block = blockFor(id);
        return block < blocks.size() && blocks.get(block).contains(id);
    }

    /** False when it stood here already. */
    boolean add(long id, long began) {
        var at = blockFor(id);
        if (at < blocks.size() && blocks.get(at).contains(id)) {
            return false;
        }
        var place = roomFor(id, at);
        blocks.get(place).add(id, began);
        size++;
        counted = Math.min(counted, place + 1);
        return true;
    }

    /** A block that may take it: those that come one after the other fill blocks up, wherever they stand. */
    private int roomFor(long id, int at) {
        var isBehind = at == blocks.size() || id < blocks.get(at).first();
        if (isBehind && at > 0 && !blocks.get(at - 1).isFull()) {
            return at - 1;
        }
        if (isBehind && (at == blocks.size() || at > 0 || blocks.get(at).isFull())) {
            return insert(at, new Block());
        }
        if (!blocks.get(at).isFull()) {
            return at;
        }
        insert(at + 1, blocks.get(at).split());
        return id > blocks.get(at + 1).first() ? at + 1 : at;
    }

    private int insert(int at, Block block) {
        blocks.add(at, block);
        counted = Math.min(counted, at);
        return at;
    }

    /** Whether it stood here. */
    boolean remove(long id) {
        var at = blockFor(id);
        if (at == blocks.size() || !blocks.get(at).remove(id)) {
            return false;
        }
        size--;
        counted = Math.min(counted, at + 1);
        if (blocks.get(at).size() == 0) {
            blocks.remove(at);
        } else if (at + 1 < blocks.size() && fitInOne(at)) {
            blocks.get(at).append(blocks.remove(at + 1));
        } else if (at > 0 && fitInOne(at - 1)) {
            blocks.get(at - 1).append(blocks.remove(at));
            counted = Math.min(counted, at);
        }
        return true;
    }

    /** With as much room left, so that two are not made one and split again in turns. */
    private boolean fitInOne(int first) {
        return blocks.get(first).size() + blocks.get(first + 1).size() <= Block.LARGEST / 2;
    }

    /** The first block that does not end before it. */
    private int blockFor(long id) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (blocks.get(middle).last() < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Nearly always the first. */
    private int blockAt(int place) {
        if (place < blocks.getFirst().size()) {
            return 0;
        }
        count();
        var found = Arrays.binarySearch(starts, 0, blocks.size(), place);
        return found < 0 ? -found - 2 : found;
    }

    private int startOf(int block) {
        if (block > 0) {
            count();
            return starts[block];
        }
        return 0;
    }

    private void count() {
        if (starts.length < blocks.size()) {
            starts = Arrays.copyOf(starts, blocks.size() + blocks.size() / 2);
        }
        for (; counted < blocks.size(); counted++) {
            starts[counted] = counted == 0
                    ? 0
                    : starts[counted - 1] + blocks.get(counted - 1).size();
        }
    }
}
