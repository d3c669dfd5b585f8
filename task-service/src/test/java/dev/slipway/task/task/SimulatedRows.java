package dev.slipway.task.task;

import dev.slipway.task.task.TaskState.Pending;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The table of tasks: real rows, and in Java what {@link SqlTaskRepository} says in SQL. */
final class SimulatedRows implements TaskRepository {
    final SimulatedArrays arrays = new SimulatedArrays(this);
    private final TreeMap<Long, TaskRow> rows = new TreeMap<>();
    /** Rows as tasks, until they change: reading one is dear. */
    private final Map<Long, Task> read = new HashMap<>();

    private final TreeSet<Long> live = new TreeSet<>();
    private final SimulatedTransactions transactions = new SimulatedTransactions();
    private Set<Long> changed = new HashSet<>();
    private long last;

    SimulatedTransactions transactions() {
        return transactions;
    }

    Optional<TaskRow> row(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    Stream<TaskRow> live() {
        return live.stream().map(id -> Objects.requireNonNull(rows.get(id)));
    }

    /** What a row became is seen from here on. */
    void keep(TaskRow row) {
        transactions.written(row);
        rows.put(row.id, row);
        read.remove(row.id);
        changed.add(row.id);
        if (row.state.equals("ended")) {
            live.remove(row.id);
        } else {
            live.add(row.id);
        }
    }

    /** Rows that changed since the last call. */
    Set<Long> takeChanged() {
        var all = changed;
        changed = new HashSet<>();
        return all;
    }

    @Override
    public Uni<TaskId> nextId() {
        return nextIds(1);
    }

    @Override
    public Uni<TaskId> nextIds(int count) {
        var first = last + 1;
        last += count;
        return Uni.createFrom().item(new TaskId(first));
    }

    @Override
    public Uni<Void> insert(List<Task> tasks) {
        tasks.forEach(it -> {
            var row = TaskRow.of(it);
            if (it.isArray()) {
                arrays.add(row);
            }
            keep(row);
        });
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Task> require(TaskId id) {
        return Uni.createFrom().item(() -> get(id.number()).orElseThrow());
    }

    @Override
    public Uni<Optional<Task>> find(TaskId id) {
        return Uni.createFrom().item(() -> get(id.number()));
    }

    Optional<Task> get(long id) {
        return row(id).map(this::task).or(() -> arrays.of(id).map(it -> it.childWithoutRow(id)));
    }

    private Task task(TaskRow row) {
        return read.computeIfAbsent(
                row.id,
                _ -> row.parentId == null
                        ? row.toTask()
                        : row.toTask(row(row.parentId).orElseThrow().spec));
    }

    @Override
    public Uni<List<Task>> find(Collection<TaskId> wanted) {
        return Uni.createFrom()
                .item(() -> wanted.stream()
                        .flatMap(it -> row(it.number()).stream())
                        .map(this::task)
                        .toList());
    }

    @Override
    public Uni<Void> update(Task task) {
        return Uni.createFrom().item(() -> {
            arrays.giveRowNow(task.id().number());
            var row = row(task.id().number()).orElseThrow();
            row.take(task);
            keep(row);
            return null;
        });
    }

    /** Compare and set: what is no longer pending is left alone. */
    @Override
    public Uni<List<Task>> place(Map<TaskId, Choice> chosen, Instant now) {
        return Uni.createFrom().item(() -> {
            chosen.keySet().forEach(it -> arrays.begin(it.number(), now));
            return chosen.entrySet().stream()
                    .flatMap(it -> row(it.getKey().number()).filter(this::waits).stream()
                            .map(row -> placed(row, it.getValue(), now)))
                    .toList();
        });
    }

    private boolean waits(TaskRow row) {
        return row.state.equals("pending") && row.blocked == 0 && row.arraySize == null && !arrays.isHeldBack(row);
    }

    @SuppressWarnings("NullAway")
    private Task placed(TaskRow row, Choice chosen, Instant now) {
        row.state = "placed";
        row.attempt++;
        row.node = chosen.node();
        row.score = chosen.score();
        row.bytes = 0;
        row.placedAt = now;
        row.startedAt = null;
        row.directory = null;
        row.tmp = null;
        row.engineId = null;
        row.address = null;
        row.portMap = null;
        row.standing = null;
        row.stopAskedAt = null;
        row.reason = null;
        keep(row);
        return task(row);
    }

    @Override
    public Uni<QueueMark> waiting(QueueMark since, Consumer<List<Waiting>> taker) {
        return Uni.createFrom().item(() -> {
            var now = transactions.mark();
            var from = now.from(since);
            live().filter(row -> waits(row) && row.queuedIn >= from)
                    .map(row -> new Waiting(new TaskId(row.id), task(row).shape(), row.submittedAt))
                    .forEach(it -> taker.accept(List.of(it)));
            live().filter(row -> arrays.hasWaiting(row) && row.queuedIn >= from)
                    .forEach(row -> taker.accept(children(row)));
            return now;
        });
    }

    private List<Waiting> children(TaskRow array) {
        var shape = task(array).shape();
        return LongStream.rangeClosed(array.id + 1, array.id + array.arraySize)
                .filter(id -> !rows.containsKey(id))
                .mapToObj(id -> new Waiting(new TaskId(id), shape, array.submittedAt))
                .toList();
    }

    @Override
    public Uni<Void> setOfChildren(TaskId array, Map<String, String> values) {
        return arrays.setOfChildren(array, values);
    }

    @Override
    public Uni<Void> releaseChildren(TaskId array, Instant now) {
        return arrays.releaseChildren(array, now);
    }

    @Override
    public Uni<Void> queueAgain(TaskId array, Instant now) {
        return arrays.queueAgain(array, now);
    }

    @Override
    public Uni<Boolean> isAsked(TaskId array, Standing standing) {
        return arrays.isAsked(array, standing);
    }

    @Override
    public Uni<Void> forgetRefusals(TaskId array) {
        return arrays.forgetRefusals(array);
    }

    @Override
    public Uni<List<Long>> bytesOf(List<TaskId> wanted) {
        return Uni.createFrom()
                .item(() -> wanted.stream()
                        .map(id -> rows.get(id.number()))
                        .map(row -> row == null || row.spec == null ? 0L : row.spec.length())
                        .toList());
    }

    @Override
    public Uni<Long> waitingOf(Optional<String> owner) {
        throw notSimulated();
    }

    /** Counts belong to requests: no run of the simulator asks for them, and one that does fails. */
    private static UnsupportedOperationException notSimulated() {
        return new UnsupportedOperationException("The simulator does not play this");
    }

    /** It waits, and is to be found by who looks for what waits since then. */
    static void queue(TaskRow row, Instant now) {
        if (row.state.equals(TaskRow.nameOf(new Pending(now)))) {
            row.queuedAt = now;
        }
    }
}
