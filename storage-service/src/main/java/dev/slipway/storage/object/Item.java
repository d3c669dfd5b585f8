package dev.slipway.storage.object;

/**
 * What a manifest says of one path.
 *
 * @param size bytes; 0 for a directory
 */
public record Item(String path, boolean directory, long size) implements Comparable<Item> {
    static Item file(String path, long size) {
        return new Item(path, false, size);
    }

    static Item directory(String path) {
        return new Item(path, true, 0);
    }

    /** Directories end with a slash here, so that everything below a path lies together behind it. */
    String key() {
        return directory ? path + "/" : path;
    }

    @Override
    public int compareTo(Item other) {
        return key().compareTo(other.key());
    }
}
