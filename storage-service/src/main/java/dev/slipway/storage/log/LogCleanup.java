package dev.slipway.storage.log;

import dev.slipway.storage.log.LogLedger.Line;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.Place;
import dev.slipway.storage.object.PlaceChanged;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes the chunks of attempts that are kept. A task without chunks costs nothing; what a crash left is swept later. */
@ApplicationScoped
class LogCleanup {
    private static final Logger LOG = Logger.getLogger(LogCleanup.class);

    private final OpenLogs logs;
    private final LogChunks chunks;
    private final LogLedger ledger;
    private final Objects objects;

    LogCleanup(OpenLogs logs, LogChunks chunks, LogLedger ledger, Objects objects) {
        this.logs = logs;
        this.chunks = chunks;
        this.ledger = ledger;
        this.objects = objects;
    }

    void on(@Observes PlaceChanged change) {
        var place = change.place();
        if (place.isKept() && logs.close(place.task(), place.attempt()).stream().anyMatch(OpenLog::isWritable)) {
            delete(new Line(place.task(), place.attempt()))
                    .subscribe()
                    .with(
                            _ -> {},
                            fault -> LOG.warnf(
                                    "chunks wait task=%s attempt=%d cause=%s", place.task(), place.attempt(), fault));
        }
    }

    private Uni<Void> delete(Line line) {
        return chunks.delete(line.task(), line.attempt()).chain(() -> ledger.close(line));
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return sweep("")
                .onFailure()
                .invoke(fault -> LOG.warnf("sweep waits cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> sweep(String after) {
        return ledger.page(after)
                .chain(lines -> lines.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : sweep(lines).chain(() -> sweep(lines.getLast().id())));
    }

    private Uni<Void> sweep(List<Line> lines) {
        return Multi.createFrom()
                .iterable(lines)
                .onItem()
                .transformToUniAndConcatenate(line -> objects.find(line.task())
                        .chain(place -> place.filter(it -> isDone(it, line)).isPresent()
                                ? delete(line)
                                : Uni.createFrom().voidItem()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static boolean isDone(Place place, Line line) {
        return place.attempt() > line.attempt() || (place.attempt() == line.attempt() && place.isKept());
    }
}
