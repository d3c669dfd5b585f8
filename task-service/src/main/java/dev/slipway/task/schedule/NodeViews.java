package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.task.AttemptRepository.PortPool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What each node last said of itself. */
@ApplicationScoped
public class NodeViews {
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Map<String, Heartbeat> nodes = new ConcurrentHashMap<>();
    private final Map<String, Instant> received = new ConcurrentHashMap<>();
    private final InstantSource clock;

    NodeViews(InstantSource clock) {
        this.clock = clock;
    }

    /** When a node was heard last, by our own clock. */
    Optional<Instant> heardAt(String node) {
        return Optional.ofNullable(received.get(node));
    }

    /** Takes a heartbeat; true when it changes where tasks can go. */
    boolean heard(Heartbeat heartbeat) {
        received.put(heartbeat.node(), clock.instant());
        var before = nodes.put(heartbeat.node(), heartbeat);
        return before == null
                || isSilent(before, heartbeat.at())
                || before.accepting() != heartbeat.accepting()
                || before.cpus() != heartbeat.cpus()
                || before.memoryBytes() != heartbeat.memoryBytes()
                || before.gpus() != heartbeat.gpus()
                || before.ports() != heartbeat.ports()
                || !before.labels().equals(heartbeat.labels());
    }

    /** The nodes that take work, by name. */
    List<Heartbeat> accepting(Instant now) {
        return nodes.values().stream()
                .filter(it -> it.accepting() && !isSilent(it, now))
                .sorted(Comparator.comparing(Heartbeat::node))
                .toList();
    }

    /** The ports nodes open, by their names. */
    Map<String, PortPool> ports() {
        var pools = new HashMap<String, PortPool>();
        nodes.forEach((name, node) -> pools.put(name, new PortPool(node.firstPort(), node.ports())));
        return pools;
    }

    /** The name by which the ports of a node are reached; its own where it does not say. */
    public String hostOf(String node) {
        var known = nodes.get(node);
        return known == null ? node : known.host();
    }

    /** What nodes can do beside running and killing, all of them together but who has been silent for longer than that. */
    public Set<String> features(Duration silence) {
        var since = clock.instant().minus(silence);
        return nodes.values().stream()
                .filter(it -> it.at().isAfter(since))
                .flatMap(it -> it.features().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of all nodes that ever spoke up. */
    public Set<String> names() {
        return Set.copyOf(nodes.keySet());
    }

    private static boolean isSilent(Heartbeat last, Instant now) {
        return last.at().plus(SILENCE).isBefore(now);
    }
}
