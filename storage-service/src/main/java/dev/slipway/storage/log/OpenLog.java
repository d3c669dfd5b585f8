package dev.slipway.storage.log;

/** A log that may still grow, as far as this process knows it. */
class OpenLog {
    private final LogId id;
    private final ChunkIndex index = new ChunkIndex();
    private final LogTail tail = new LogTail();
    private volatile boolean loaded;
    private volatile boolean writable;

    OpenLog(LogId id) {
        this.id = id;
    }

    LogId id() {
        return id;
    }

    ChunkIndex index() {
        return index;
    }

    LogTail tail() {
        return tail;
    }

    /** Whether the index has what the store had when this process first looked. */
    boolean isLoaded() {
        return loaded;
    }

    void loaded() {
        loaded = true;
    }

    /** Whether this process has made sure that the attempt takes chunks. */
    boolean isWritable() {
        return writable;
    }

    void writable() {
        writable = true;
    }
}
