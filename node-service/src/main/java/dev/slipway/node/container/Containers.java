package dev.slipway.node.container;

import dev.slipway.node.job.Jobs;
import dev.slipway.node.node.NodeLease;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.contract.ContainerCommand.Stop;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** The containers of this node: taken by command, carried to their end, taken up again where an earlier process left them. */
@ApplicationScoped
public class Containers {
    private static final Logger LOG = Logger.getLogger(Containers.class);

    private final ContainerRepository repository;
    private final Lifecycle lifecycle;
    private final Jobs jobs;
    private final NodeName node;
    private final Labels labels;
    private final NodeLease lease;
    private final Devices devices;
    private final ContainerConfig config;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Tracked> live = new ConcurrentHashMap<>();
    private final Queue<String> over = new ConcurrentLinkedQueue<>();
    private final Uni<Void> resumed;

    Containers(
            ContainerRepository repository,
            Lifecycle lifecycle,
            Jobs jobs,
            NodeName node,
            Labels labels,
            NodeLease lease,
            Devices devices,
            ContainerConfig config) {
        this.lease = lease;
        this.devices = devices;
        this.labels = labels;
        this.repository = repository;
        this.lifecycle = lifecycle;
        this.jobs = jobs;
        this.node = node;
        this.config = config;
        this.resumed = Uni.createFrom()
                .deferred(this::takeUp)
                .onFailure()
                .invoke(fault -> LOG.warnf("containers not taken up yet cause=%s", fault))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .indefinitely()
                .memoize()
                .indefinitely();
    }

    void start(@Observes StartupEvent event) {
        resumed.subscribe().with(_ -> {});
    }

    /** Done when it is durable; the rest goes on by itself. One that is known, also one that is over, is left alone. */
    Uni<Void> accept(Start start) {
        return resumed.chain(
                () -> live.containsKey(start.container()) ? Uni.createFrom().voidItem() : take(start));
    }

    /** Done when it is durable that it must end. */
    Uni<Void> stop(Stop stop) {
        return resumed.chain(() -> {
            var known = live.get(stop.container());
            return known == null
                    ? neverStarted(Container.neverStarted(stop, clock.instant()))
                    : repository.askStop(stop.container()).invoke(() -> end(known));
        });
    }

    /** It may have been, where the store has lost that: nothing of it runs when its end is told. */
    private Uni<Void> neverStarted(Container container) {
        return lifecycle
                .clear(container)
                .onFailure()
                .invoke(fault -> LOG.warnf("container name=%s not cleared yet cause=%s", container.name(), fault))
                // The wish is kept all the same, and what is left of it is removed when the engine answers.
                .onFailure()
                .recoverWithNull()
                .chain(() -> keep(container))
                .chain(isNew -> isNew
                        ? Uni.createFrom().voidItem()
                        : repository.askStop(container.name()).chain(() -> carryKept(container.name())));
    }

    /** Names of all that are accepted and whose end is not told; empty until an earlier process' are taken up. */
    Uni<List<String>> untold() {
        return resumed.map(_ -> live.values().stream()
                .filter(it -> !it.isTold())
                .map(Tracked::name)
                .sorted()
                .toList());
    }

    /** Ends all that have not ended, as lost; how many that are for the first time. */
    Uni<Integer> cutOff() {
        return resumed.map(_ -> {
            var cut = live.values().stream().filter(Tracked::cutOff).toList();
            cut.forEach(this::end);
            return cut.size();
        });
    }

    /** Doors of containers that run. */
    public Uni<List<Door>> doors() {
        return resumed.map(_ -> live.values().stream()
                .filter(it -> it.state() instanceof ContainerState.Running)
                .map(Tracked::now)
                .flatMap(it -> doors(it).stream())
                .toList());
    }

    private List<Door> doors(Container container) {
        var spec = container.spec();
        return spec.ports().stream()
                .filter(it -> spec.interactive() && it.container() == Blueprint.SHELL)
                .map(it -> new Door(
                        it.host(),
                        labels.engineName(container.name()),
                        container.owner().account(),
                        spec.root() ? "root" : spec.login(),
                        Blueprint.user(spec)))
                .toList();
    }

    /** Those this process works on. */
    Uni<Collection<Tracked>> live() {
        return resumed.map(_ -> live.values());
    }

    /** Those that are over since the last call; to be buried. */
    List<String> takeOver() {
        var names = new ArrayList<String>();
        for (var name = over.poll(); name != null; name = over.poll()) {
            names.add(name);
        }
        return names;
    }

    /** They could not be buried. */
    void putBack(List<String> names) {
        over.addAll(names);
    }

    /** Nobody remembers whether an older command was carried out. */
    private Container accepted(Start start) {
        Instant now = clock.instant();
        if (isLate(start, now)) {
            return Container.late(start, now);
        }
        if (start.at().isBefore(now.minus(config.tombstones()))) {
            return Container.refused(start, "The node got the command too late", now);
        }
        return Container.accepted(start, jobs.of(start.owner(), start.spec()), now);
    }

    /** An attempt of a task: it may have been given up, and tried again elsewhere, while nobody heard of this node. */
    private boolean isLate(ContainerCommand command, Instant now) {
        return command instanceof Start start && start.owner().isTask() && lease.isPast(start.at(), now);
    }

    private Uni<Void> take(Start start) {
        var container = accepted(start);
        var kept = start.spec().gpus() == 0 || container.state().isFinal()
                ? keep(container)
                : devices.give(container, live.values(), this::keep);
        return kept.chain(isNew -> isNew ? Uni.createFrom().voidItem() : carryKept(container.name()));
    }

    /** An earlier try may have kept it without hearing of that. */
    private Uni<Void> carryKept(String name) {
        return isCarried(name) ? Uni.createFrom().voidItem() : takeUp(name::equals);
    }

    private boolean isCarried(String name) {
        return live.containsKey(name) || over.contains(name);
    }

    /** True where it is new, and carried from now on. */
    private Uni<Boolean> keep(Container container) {
        return repository.insert(container).invoke(isNew -> {
            if (isNew) {
                LOG.infof(
                        "container name=%s state=%s%s",
                        container.name(), container.state().word(), devices(container));
                carry(Tracked.fresh(container));
            }
        });
    }

    /** For the log. */
    private static String devices(Container container) {
        return container.given().isEmpty() ? "" : " devices=" + container.given();
    }

    private void end(Tracked it) {
        it.askStop();
        if (it.state() instanceof ContainerState.Running) {
            apart(lifecycle.stop(it));
        }
    }

    /** Goes on with all that an earlier process left. */
    Uni<Void> takeUp() {
        return takeUp(_ -> true);
    }

    private Uni<Void> takeUp(Predicate<String> which) {
        return repository
                .unfinished(node.get())
                .invoke(all -> {
                    var left = all.stream()
                            .filter(kept -> which.test(kept.container().name())
                                    && !isCarried(kept.container().name()))
                            .toList();
                    if (!left.isEmpty()) {
                        LOG.infof("containers taken up count=%d", left.size());
                    }
                    left.forEach(kept -> carry(Tracked.adopted(
                            kept.container(),
                            kept.stopAsked(),
                            isLate(kept.container().command(), clock.instant()))));
                })
                .replaceWithVoid();
    }

    private void carry(Tracked it) {
        if (live.putIfAbsent(it.name(), it) != null) {
            return;
        }
        apart(lifecycle.carry(it).invoke(() -> {
            over.add(it.name());
            live.remove(it.name());
        }));
    }

    /** On a thread of its own: nothing of it belongs to the request or record at hand. */
    private static void apart(Uni<Void> work) {
        work.runSubscriptionOn(Thread::startVirtualThread)
                .subscribe()
                .with(_ -> {}, fault -> LOG.debugf("left to the next process cause=%s", fault));
    }
}
