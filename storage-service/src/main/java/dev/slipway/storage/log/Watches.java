package dev.slipway.storage.log;

import dev.slipway.storage.object.KnownTasks;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.PlaceChanged;
import dev.slipway.storage.object.TaskId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The tasks somebody follows here. What happens in this process wakes their followers at once; once a second they also look
 * for what came to another replica: one look per task, however many follow it.
 */
@ApplicationScoped
class Watches {
    private static final Logger LOG = Logger.getLogger(Watches.class);
    private static final int LOOKS_AT_ONCE = 8;

    private final Objects objects;
    private final KnownTasks tasks;
    private final OpenLogs logs;
    private final LogChunks chunks;
    private final Map<TaskId, Watch> watches = new ConcurrentHashMap<>();

    Watches(Objects objects, KnownTasks tasks, OpenLogs logs, LogChunks chunks) {
        this.objects = objects;
        this.tasks = tasks;
        this.logs = logs;
        this.chunks = chunks;
    }

    /** The watch of a task, until as many {@link #leave}. */
    Watch join(TaskId task) {
        return java.util.Objects.requireNonNull(watches.compute(task, (id, known) -> {
            var watch = known == null ? new Watch(id) : known;
            watch.join();
            return watch;
        }));
    }

    void leave(Watch watch) {
        watches.computeIfPresent(watch.task(), (_, known) -> known.leave() ? null : known);
    }

    /** Whether somebody follows the task here. */
    boolean isWatched(TaskId task) {
        return watches.containsKey(task);
    }

    /** There are new bytes. */
    void wake(TaskId task) {
        var watch = watches.get(task);
        if (watch != null) {
            watch.wake();
        }
    }

    void on(@Observes PlaceChanged change) {
        var watch = watches.get(change.place().task());
        if (watch != null) {
            watch.at(change.place());
        }
    }

    @Scheduled(every = "${slipway.storage.log.poll:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> poll() {
        return Multi.createFrom()
                .iterable(List.copyOf(watches.values()))
                .onItem()
                .transformToUni(watch -> look(watch)
                        .onFailure()
                        .invoke(fault -> LOG.debugf("follow waits task=%s cause=%s", watch.task(), fault))
                        .onFailure()
                        .recoverWithNull())
                .merge(LOOKS_AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> look(Watch watch) {
        return objects.find(watch.task()).chain(found -> {
            if (found.isEmpty()) {
                return lookForEnd(watch);
            }
            watch.at(found.get());
            return found.get().isEnded()
                    ? Uni.createFrom().voidItem()
                    : lookForChunks(watch, found.get().attempt());
        });
    }

    /** A task can end without ever having been on a node. */
    private Uni<Void> lookForEnd(Watch watch) {
        return tasks.find(watch.task())
                .invoke(known -> {
                    if (known.isEmpty() || known.get().over()) {
                        watch.over();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> lookForChunks(Watch watch, int attempt) {
        return Multi.createFrom()
                .items(LogStream.values())
                .map(stream -> new LogId(watch.task(), attempt, stream))
                .onItem()
                .transformToUniAndConcatenate(
                        id -> chunks.refresh(id, logs.get(id).index()))
                .filter(news -> news)
                .invoke(watch::wake)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
