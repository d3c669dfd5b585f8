package dev.slipway.node.node;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.hardware.HardwareProbe;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.outbox.EventSender;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Says that this node is there, and whether it takes work: not while its engine does not answer. */
@ApplicationScoped
class Heartbeats {
    private static final Logger LOG = Logger.getLogger(Heartbeats.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NodeName name;
    private final NodeConfig config;
    private final HardwareProbe hardware;
    private final ServiceConfig services;
    private final ContainerEngine engine;
    private final EventSender events;
    private final NodeRepository nodes;
    private final NodeLease lease;
    private volatile boolean accepted = true;
    private volatile boolean inherited;

    Heartbeats(
            NodeName name,
            NodeConfig config,
            HardwareProbe hardware,
            ServiceConfig services,
            ContainerEngine engine,
            EventSender events,
            NodeRepository nodes,
            NodeLease lease) {
        this.lease = lease;
        this.name = name;
        this.config = config;
        this.hardware = hardware;
        this.services = services;
        this.engine = engine;
        this.events = events;
        this.nodes = nodes;
    }

    @Scheduled(every = "${slipway.node.heartbeat:2s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> beat() {
        return current()
                .chain(node -> events.send(toEvent(node)).invoke(() -> lease.renew(node.seenAt())))
                .onFailure()
                .invoke(fault -> LOG.warnf("heartbeat not sent cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> register() {
        return inherited()
                .chain(this::current)
                .chain(node -> nodes.keep(node, lease.heardAt()))
                .onFailure()
                .invoke(fault -> LOG.warnf("node not registered cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    /** Once, and before our own is kept in its place. */
    private Uni<Void> inherited() {
        return inherited
                ? Uni.createFrom().voidItem()
                : nodes.heardAt(name.get())
                        .invoke(found -> {
                            found.ifPresent(lease::inherit);
                            inherited = true;
                        })
                        .replaceWithVoid();
    }

    private Uni<Node> current() {
        return engine.ping()
                .replaceWith(true)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false)
                .invoke(this::note)
                .map(accepting -> new Node(
                        name.get(),
                        services.nodeUrl(),
                        hardware.capacity(),
                        accepting,
                        config.labels(),
                        Instant.now()));
    }

    private void note(boolean accepting) {
        if (accepting != accepted) {
            accepted = accepting;
            LOG.infof("node name=%s accepting=%s", name.get(), accepting);
        }
    }

    private NodeEvent.Heartbeat toEvent(Node node) {
        return new NodeEvent.Heartbeat(
                node.name(),
                node.url(),
                node.capacity().cpus(),
                node.capacity().memoryBytes(),
                node.capacity().gpus(),
                node.accepting(),
                node.labels(),
                node.seenAt(),
                config.firstPort(),
                config.ports(),
                features(node),
                config.host().orElse(node.name()));
    }

    private static List<String> features(Node node) {
        return node.capacity().gpus() > 0 ? List.of("pause", "interactive", "gpus") : List.of("pause", "interactive");
    }
}
