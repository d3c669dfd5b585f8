package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.AttemptRepository.Open;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.Progress;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Ends the attempts of nodes that do not come back. A node that hears nothing of Kafka ends what it runs after its own lease
 * ({@code slipway.node.lease}), which is shorter than what is waited for here: so no attempt runs beside the next one.
 */
@ApplicationScoped
class SilentNodes {
    private static final Logger LOG = Logger.getLogger(SilentNodes.class);
    private static final String CHANNEL = "node-events";
    /** A reader that is not behind gets there with its next answer from Kafka. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int LOOKS = 50;

    private final NodeViews views;
    private final AttemptRepository attempts;
    private final Progress progress;
    private final Dispatcher dispatcher;
    private final KafkaClientService kafka;
    private final OwnContext context;
    private final ScheduleConfig config;
    private final InstantSource clock;
    private final Instant since;
    private final AtomicBoolean busy = new AtomicBoolean();

    SilentNodes(
            NodeViews views,
            AttemptRepository attempts,
            Progress progress,
            Dispatcher dispatcher,
            KafkaClientService kafka,
            OwnContext context,
            ScheduleConfig config,
            InstantSource clock) {
        this.views = views;
        this.attempts = attempts;
        this.progress = progress;
        this.dispatcher = dispatcher;
        this.kafka = kafka;
        this.context = context;
        this.config = config;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Scheduled(every = "${slipway.task.schedule.silence:5s}")
    void look() {
        if (dispatcher.leads() && busy.compareAndSet(false, true)) {
            context.run(() -> Panache.withSession(attempts::nodesWithOpen))
                    .map(nodes -> nodes.stream().filter(this::isSilent).toList())
                    .chain(silent -> silent.isEmpty() ? Uni.createFrom().voidItem() : end(silent))
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> {}, fault -> LOG.warnf("silent nodes looked for later cause=%s", fault));
        }
    }

    /** By our own clock, from our own start: what was told before that may have come late. */
    private boolean isSilent(String node) {
        return isSilent(views.heardAt(node), since, config.nodeLost(), clock.instant());
    }

    /** @param since our own start */
    static boolean isSilent(Optional<Instant> heardAt, Instant since, Duration nodeLost, Instant now) {
        var heard = heardAt.filter(it -> it.isAfter(since)).orElse(since);
        return heard.plus(nodeLost).isBefore(now);
    }

    /** Silence means nothing while we have not read all that is told: what that was changes who is silent. */
    private Uni<Void> end(List<String> nodes) {
        return hasReadAll()
                .chain(all -> Multi.createFrom()
                        .items(all ? nodes.stream().filter(this::isSilent) : Stream.<String>empty())
                        .onItem()
                        .transformToUniAndConcatenate(node -> end(node, clock.instant()))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** By a leader that stood still it may have been given something just now, which it begins if it is back within its lease. */
    static boolean isPast(Open attempt, Duration nodeLost, Instant now) {
        return attempt.placedAt().plus(nodeLost).isBefore(now);
    }

    private Uni<Void> end(String node, Instant now) {
        LOG.warnf("silent node=%s", node);
        return context.run(() -> Panache.withSession(() -> attempts.open(node)))
                .chain(open -> Multi.createFrom()
                        .items(open.stream().filter(it -> isPast(it, config.nodeLost(), now)))
                        .onItem()
                        .transformToUniAndConcatenate(this::lost)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> lost(Open attempt) {
        return context.run(() -> progress.lost(
                attempt.task(),
                attempt.attempt(),
                "Node %s does not answer".formatted(attempt.node()),
                clock.instant()));
    }

    private Uni<Boolean> hasReadAll() {
        return onPollingThread(it -> it.endOffsets(partitions(it))).chain(told -> hasRead(told, LOOKS));
    }

    /** What was told until we asked: as long as other nodes live, more is told all the time. */
    private Uni<Boolean> hasRead(Map<TopicPartition, Long> told, int looks) {
        return onPollingThread(
                        it -> told.entrySet().stream().allMatch(end -> it.position(end.getKey()) >= end.getValue()))
                .chain(read -> read || looks == 0
                        ? Uni.createFrom().item(read)
                        : Uni.createFrom()
                                .nullItem()
                                .onItem()
                                .delayIt()
                                .by(LOOK)
                                .chain(() -> hasRead(told, looks - 1)));
    }

    private <T> Uni<T> onPollingThread(Function<Consumer<String, String>, T> look) {
        return kafka.<String, String>getConsumer(CHANNEL).runOnPollingThread(look);
    }

    private static List<TopicPartition> partitions(Consumer<String, String> consumer) {
        return consumer.partitionsFor(NodeEvent.TOPIC).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
    }
}
