package dev.slipway.task.schedule;

import dev.slipway.task.plan.Node.Held;
import dev.slipway.task.plan.Size;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the live attempts hold: of each node, and for whom. */
final class Occupancy {
    private final Map<Key, Holding> held = new HashMap<>();
    private final Map<String, NodeLoad> nodes = new HashMap<>();
    private final Map<String, Load> owners = new HashMap<>();
    private final Map<String, Load> projects = new HashMap<>();
    private final Set<Key> freedWhileReading = new HashSet<>();

    void hold(Holding holding) {
        var key = Key.of(holding);
        if (held.putIfAbsent(key, holding) == null) {
            nodes.computeIfAbsent(holding.node(), _ -> new NodeLoad()).hold(key, holding);
            owners.computeIfAbsent(holding.owner(), _ -> new Load()).count(holding, 1);
            projects.computeIfAbsent(holding.project(), _ -> new Load()).count(holding, 1);
        }
    }

    void free(TaskId task, int attempt) {
        var key = new Key(task, attempt);
        freedWhileReading.add(key);
        var holding = held.remove(key);
        if (holding != null) {
            nodes.computeIfAbsent(holding.node(), _ -> new NodeLoad()).free(key, holding);
            owners.computeIfAbsent(holding.owner(), _ -> new Load()).count(holding, -1);
            projects.computeIfAbsent(holding.project(), _ -> new Load()).count(holding, -1);
        }
    }

    /** From here to {@link #replace}, what is freed is remembered: the store may be read before and told after. */
    void reading() {
        freedWhileReading.clear();
    }

    void replace(Collection<Holding> all) {
        var freed = Set.copyOf(freedWhileReading);
        clear();
        all.stream().filter(it -> !freed.contains(Key.of(it))).forEach(this::hold);
    }

    void clear() {
        held.clear();
        nodes.clear();
        owners.clear();
        projects.clear();
        freedWhileReading.clear();
    }

    Size usedOn(String node) {
        var load = nodes.get(node);
        return load == null ? Size.NOTHING : load.used;
    }

    Collection<Held> heldOn(String node) {
        var load = nodes.get(node);
        return load == null ? List.of() : load.held.values();
    }

    /** Live attempts by owner. */
    Map<String, Integer> running() {
        var running = new HashMap<String, Integer>();
        owners.forEach((owner, load) -> running.put(owner, load.count));
        return running;
    }

    Usage ofOwner(String login, Instant now) {
        return usage(owners.get(login), now);
    }

    Usage ofProject(String project, Instant now) {
        return usage(projects.get(project), now);
    }

    Set<String> owners() {
        return owners.keySet();
    }

    Set<String> projects() {
        return projects.keySet();
    }

    private static Usage usage(@Nullable Load load, Instant now) {
        return load == null ? Usage.NONE : load.usage(now.toEpochMilli());
    }

    private static Held held(Holding holding) {
        return new Held(
                holding.size(),
                holding.placedAt().toEpochMilli(),
                holding.endsAt().map(Instant::toEpochMilli).orElse(0L));
    }

    private static final class NodeLoad {
        private final Map<Key, Held> held = new LinkedHashMap<>();
        private Size used = Size.NOTHING;

        void hold(Key key, Holding holding) {
            held.put(key, Occupancy.held(holding));
            used = used.plus(holding.size());
        }

        void free(Key key, Holding holding) {
            held.remove(key);
            used = used.minus(holding.size());
        }
    }

    /** What somebody's live attempts add up to. */
    private static final class Load {
        private int count;
        private int started;
        private long begun;
        private Size size = Size.NOTHING;

        void count(Holding holding, int sign) {
            count += sign;
            holding.startedAt().ifPresent(it -> {
                started += sign;
                begun += sign * it.toEpochMilli();
            });
            size = sign > 0 ? size.plus(holding.size()) : size.minus(holding.size());
        }

        Usage usage(long now) {
            // As the transaction that places counts them: who has not begun has used no time.
            var seconds = Math.max(0, (started * now - begun) / 1000.0);
            return new Usage(seconds, size.cpus(), size.ramGb(), size.gpus());
        }
    }

    private record Key(TaskId task, int attempt) {
        static Key of(Holding holding) {
            return new Key(holding.task(), holding.attempt());
        }
    }
}
