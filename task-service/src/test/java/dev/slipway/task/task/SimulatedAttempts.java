package dev.slipway.task.task;

import dev.slipway.task.plan.Size;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link SqlAttemptRepository} says in SQL: each change finds nothing to do the second time. */
final class SimulatedAttempts implements AttemptRepository {
    private final SimulatedRows rows;
    private final Map<String, Row> all = new LinkedHashMap<>();
    private final Map<String, Row> open = new LinkedHashMap<>();

    SimulatedAttempts(SimulatedRows rows) {
        this.rows = rows;
    }

    /** One attempt; what has not happened yet is empty. */
    static final class Row {
        final long task;
        final int number;
        final String node;
        final String owner;
        final String project;
        final Size size;
        final Instant placedAt;
        Optional<Instant> startedAt = Optional.empty();
        Optional<Instant> freedAt = Optional.empty();
        Optional<Instant> endedAt = Optional.empty();
        Optional<String> outcome = Optional.empty();

        Row(Task task, Run run) {
            this.task = task.id().number();
            number = run.attempt();
            node = run.node();
            owner = task.owner().login();
            project = task.spec().project();
            size = task.shape().size();
            placedAt = run.placedAt();
        }

        String name() {
            return task + "-" + number;
        }
    }

    Stream<Row> all() {
        return all.values().stream();
    }

    /** Those that are not over. */
    Stream<Row> open() {
        return open.values().stream();
    }

    Optional<Row> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** The attempts of tasks that were just placed. */
    void add(List<Task> placed) {
        placed.forEach(it -> {
            var row = new Row(it, it.liveRun().orElseThrow());
            if (all.putIfAbsent(row.name(), row) == null) {
                open.put(row.name(), row);
            }
        });
    }

    @Override
    public Uni<Void> started(TaskId task, int attempt, Instant at) {
        find(task + "-" + attempt).filter(it -> it.startedAt.isEmpty()).ifPresent(it -> it.startedAt = Optional.of(at));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> freed(TaskId task, int attempt, Instant at) {
        find(task + "-" + attempt).filter(it -> it.freedAt.isEmpty()).ifPresent(it -> it.freedAt = Optional.of(at));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> closed(TaskId task, Run run, String outcome, Instant at) {
        return freed(task, run.attempt(), at)
                .invoke(() -> Optional.ofNullable(open.remove(task + "-" + run.attempt()))
                        .ifPresent(it -> {
                            it.endedAt = Optional.of(at);
                            it.outcome = Optional.of(outcome);
                            it.startedAt = it.startedAt.or(run::startedAt);
                        }));
    }

    @Override
    public Uni<List<Task>> openPorts(List<Task> placed, Map<String, PortPool> pools) {
        return Uni.createFrom().item(placed);
    }

    @Override
    public Uni<List<Holding>> holding() {
        return Uni.createFrom()
                .item(() -> open().filter(it -> it.freedAt.isEmpty())
                        .map(this::holding)
                        .toList());
    }

    private Holding holding(Row it) {
        var life = Optional.ofNullable(rows.row(it.task).orElseThrow().lifeSpan);
        return new Holding(
                new TaskId(it.task),
                it.number,
                it.node,
                it.owner,
                it.project,
                it.size,
                it.placedAt,
                it.startedAt,
                life.map(span -> it.startedAt.orElse(it.placedAt).plusSeconds(span)));
    }

    @Override
    public Uni<List<Attempt>> of(TaskId task) {
        return Uni.createFrom()
                .item(() -> all().filter(it -> it.task == task.number())
                        .sorted(Comparator.comparingInt(it -> it.number))
                        .map(it -> new Attempt(it.number, it.node, it.placedAt, it.startedAt, it.endedAt, it.outcome))
                        .toList());
    }

    @Override
    public Uni<List<String>> nodesWithOpen() {
        return Uni.createFrom()
                .item(() -> open().map(it -> it.node).distinct().sorted().toList());
    }

    @Override
    public Uni<List<Open>> open(String node) {
        return Uni.createFrom()
                .item(() -> open().filter(it -> it.node.equals(node))
                        .map(it -> new Open(
                                new TaskId(it.task),
                                it.number,
                                node,
                                it.placedAt,
                                Optional.ofNullable(rows.row(it.task).orElseThrow().stopAskedAt)))
                        .toList());
    }
}
