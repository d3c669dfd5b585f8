package dev.slipway.storage.log;

import dev.slipway.platform.failure.Failure;
import dev.slipway.storage.log.LogLedger.Line;
import dev.slipway.storage.object.Deliveries;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.Place;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes in what a task writes while it runs. Who follows sees it before the store has it. */
@ApplicationScoped
class LogWriter {
    private final Objects objects;
    private final Deliveries deliveries;
    private final OpenLogs logs;
    private final LogChunks chunks;
    private final LogLedger ledger;
    private final Watches watches;
    private final LogConfig config;

    LogWriter(
            Objects objects,
            Deliveries deliveries,
            OpenLogs logs,
            LogChunks chunks,
            LogLedger ledger,
            Watches watches,
            LogConfig config) {
        this.objects = objects;
        this.deliveries = deliveries;
        this.logs = logs;
        this.chunks = chunks;
        this.ledger = ledger;
        this.watches = watches;
        this.config = config;
    }

    /** Done when the bytes are kept. Those of an attempt that is kept or replaced are dropped: nobody would read them. */
    Uni<Void> append(Place place, LogStream stream, long offset, byte[] bytes) {
        if (bytes.length > config.chunk()) {
            throw Failure.invalid("body", "more than the %d bytes of a chunk".formatted(config.chunk()));
        }
        var id = new LogId(place.task(), place.attempt(), stream);
        var log = logs.get(id);
        if (bytes.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return (log.isWritable() ? Uni.createFrom().item(true) : open(place, log))
                .chain(takes ->
                        takes ? store(log, offset, bytes) : Uni.createFrom().voidItem());
    }

    /** Before the first chunk this process sees of an attempt. */
    private Uni<Boolean> open(Place place, OpenLog log) {
        return objects.find(place.task()).chain(known -> {
            if (known.filter(it -> isPast(it, place)).isPresent()) {
                return Uni.createFrom().item(false);
            }
            var isNew = known.filter(it -> it.attempt() == place.attempt()).isEmpty();
            return (isNew ? deliveries.tell(place) : Uni.createFrom().voidItem())
                    .chain(() -> ledger.open(new Line(place.task(), place.attempt())))
                    .chain(first -> first ? empty(log) : logs.loaded(log.id()))
                    .invoke(OpenLog::writable)
                    .replaceWith(true);
        });
    }

    private static boolean isPast(Place known, Place told) {
        return known.attempt() > told.attempt() || (known.attempt() == told.attempt() && known.isKept());
    }

    /** Nobody has put a chunk yet: there is nothing to look for. */
    private static Uni<OpenLog> empty(OpenLog log) {
        log.loaded();
        return Uni.createFrom().item(log);
    }

    private Uni<Void> store(OpenLog log, long offset, byte[] bytes) {
        if (log.index().has(offset, offset + bytes.length)) {
            return Uni.createFrom().voidItem();
        }
        var task = log.id().task();
        if (watches.isWatched(task)) {
            log.tail().add(offset, bytes);
            watches.wake(task);
        } else {
            log.tail().clear();
        }
        return chunks.put(log.id(), offset, bytes).invoke(() -> {
            log.index().add(offset, bytes.length);
            watches.wake(task);
        });
    }
}
