package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each node last said of itself. */
@ApplicationScoped
public class NodeViews {
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Map<String, Heartbeat> nodes = new ConcurrentHashMap<>();

    /** Takes a heartbeat; true when it changes where tasks can go. */
    boolean heard(Heartbeat heartbeat) {
        var before = nodes.put(heartbeat.node(), heartbeat);
        return before == null
                || isSilent(before, heartbeat.at())
                || before.accepting() != heartbeat.accepting()
                || before.cpus() != heartbeat.cpus()
                || before.memoryBytes() != heartbeat.memoryBytes()
                || before.gpus() != heartbeat.gpus();
    }

    /** The nodes that take work, by name. */
    List<Heartbeat> accepting(Instant now) {
        return nodes.values().stream()
                .filter(it -> it.accepting() && !isSilent(it, now))
                .sorted(Comparator.comparing(Heartbeat::node))
                .toList();
    }

    private static boolean isSilent(Heartbeat last, Instant now) {
        return last.at().plus(SILENCE).isBefore(now);
    }
}
