package dev.slipway.backends;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.mvstore.MVStore;

/**
 * The file the documents are in. A change is in the file before it is acknowledged, and in the file as a whole or not at all.
 *
 * <p>Left to itself the store writes about once a second, in the middle of whatever is being changed: a kill then loses
 * acknowledged documents, or keeps a document without its index. So it never writes by itself here. Changes go on side by
 * side; each is followed by a write that waits until none is half done, and takes all finished ones with it, so that many
 * writers share one write.
 */
final class DocumentStore implements AutoCloseable {
    /** As MongoDB's journal: what the file has reaches the disk this much later. A crash of the machine may lose so much. */
    private static final long SYNC_MILLIS = 100;
    /** Space of old versions is used again after this long: longer than any reader looks at one, and than a sync takes. */
    private static final int KEEP_OLD_VERSIONS_MILLIS = 5_000;
    /** Each write takes the whole page that a document is in, so pages are small. */
    private static final int PAGE_BYTES = 4 * 1024;

    private static final int COMPACT_SECONDS = 10;
    private static final int COMPACT_BELOW_PERCENT = 50;
    private static final int COMPACT_BYTES = 1024 * 1024;
    /** How long a writer that comes after a quiet time may have to wait. */
    private static final int SHRINK_MILLIS = 100;

    private static final int SHRINK_AT_CLOSE_MILLIS = 500;
    private static final int CACHE_MEGABYTES = 8;
    private static final Logger LOG = Logger.getLogger(DocumentStore.class.getName());

    private final MVStore file;
    private final ReadWriteLock changing = new ReentrantReadWriteLock(true);
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("document-store").factory());
    private volatile boolean unsynced;
    private volatile boolean quiet;

    private DocumentStore(MVStore file) {
        this.file = file;
    }

    static DocumentStore open(Path path) {
        var file = new MVStore.Builder()
                .fileName(path.toString())
                .cacheSize(CACHE_MEGABYTES)
                .pageSplitSize(PAGE_BYTES)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        file.setRetentionTime(KEEP_OLD_VERSIONS_MILLIS);
        var store = new DocumentStore(file);
        var _ = store.upkeep.scheduleWithFixedDelay(store::sync, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
        var _ = store.upkeep.scheduleWithFixedDelay(store::compact, COMPACT_SECONDS, COMPACT_SECONDS, TimeUnit.SECONDS);
        return store;
    }

    MVStore file() {
        return file;
    }

    /** Makes a change, and answers when it is in the file. One that fails half way is kept as far as it came. */
    <T> T change(Supplier<T> change) {
        changing.readLock().lock();
        try {
            return change.get();
        } finally {
            changing.readLock().unlock();
            write();
        }
    }

    private void write() {
        changing.writeLock().lock();
        try {
            if (file.hasUnsavedChanges()) {
                file.commit();
                unsynced = true;
                quiet = false;
            }
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void sync() {
        if (unsynced) {
            unsynced = false;
            upkeep("sync", file::sync);
        }
    }

    /** A little while documents change; thoroughly, giving space back, when none did since the last time. */
    private void compact() {
        upkeep("compaction", () -> {
            changing.writeLock().lock();
            try {
                if (quiet) {
                    file.compactFile(SHRINK_MILLIS);
                } else {
                    file.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES);
                }
                quiet = true;
            } finally {
                changing.writeLock().unlock();
            }
        });
    }

    /** A task that throws would not be run again. */
    private static void upkeep(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, what + " of the document store failed", e);
        }
    }

    @Override
    public void close() {
        upkeep.close();
        write();
        file.close(SHRINK_AT_CLOSE_MILLIS);
    }
}
