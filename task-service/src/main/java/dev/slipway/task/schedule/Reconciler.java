package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Inventory;
import dev.slipway.task.schedule.EventBacklog.Mark;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.AttemptRepository.Open;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.Progress;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Compares what a node holds with what it should. An attempt it does not know ends as lost; a container whose attempt is
 * over, or should be by now, is told to stop again.
 */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final AttemptRepository attempts;
    private final Progress progress;
    private final StopAgain stops;
    private final EventBacklog backlog;
    private final Dispatcher dispatcher;
    private final OwnContext context;
    private final ScheduleConfig config;
    private final Map<Open, EventBacklog.Mark> suspects = new ConcurrentHashMap<>();

    Reconciler(
            AttemptRepository attempts,
            Progress progress,
            StopAgain stops,
            EventBacklog backlog,
            Dispatcher dispatcher,
            OwnContext context,
            ScheduleConfig config) {
        this.attempts = attempts;
        this.progress = progress;
        this.stops = stops;
        this.backlog = backlog;
        this.dispatcher = dispatcher;
        this.context = context;
        this.config = config;
    }

    /** Only the leader acts on it. */
    Uni<Void> compare(Inventory inventory) {
        return dispatcher.leads()
                ? context.run(() -> Panache.withSession(() -> attempts.open(inventory.node())))
                        .chain(open -> compare(inventory, open))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> compare(Inventory inventory, List<Open> open) {
        var held = Set.copyOf(inventory.containers());
        var missing = open.stream()
                .filter(it -> !held.contains(it.container()))
                .filter(it -> it.placedAt().plus(config.grace()).isBefore(inventory.at()))
                .toList();
        suspects.keySet().removeIf(it -> it.node().equals(inventory.node()) && !missing.contains(it));
        // One for all: each may wait until Kafka has answered what was asked before.
        var mark = backlog.mark().memoize().indefinitely();
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(it -> missing(it, inventory, mark))
                .collect()
                .last()
                .chain(() -> stops.where(inventory, open));
    }

    /** The first time it is only noted: the word of its end may be under way. */
    private Uni<Void> missing(Open attempt, Inventory inventory, Uni<Mark> mark) {
        var noted = suspects.get(attempt);
        if (noted == null) {
            return mark.invoke(it -> suspects.put(attempt, it)).replaceWithVoid();
        }
        return backlog.handled(noted)
                .chain(handled ->
                        handled ? lost(attempt, inventory) : Uni.createFrom().voidItem());
    }

    private Uni<Void> lost(Open attempt, Inventory inventory) {
        LOG.warnf("lost task=%s attempt=%d node=%s", attempt.task(), attempt.attempt(), attempt.node());
        suspects.remove(attempt);
        return context.run(() -> progress.lost(
                attempt.task(),
                attempt.attempt(),
                "Node %s does not know the container any more".formatted(attempt.node()),
                inventory.at()));
    }
}
