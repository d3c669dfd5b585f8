package dev.slipway.task.task;

import static java.util.Comparator.naturalOrder;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What {@link SqlArrays} says in SQL: children have no rows until they are placed or touched. */
@SuppressWarnings("NullAway") // Columns may be null, as in the entity itself.
final class SimulatedArrays extends SqlArrays {
    private static final Set<String> OPEN = Set.of("created", "pending", "spread");

    private final SimulatedRows rows;
    private final TreeMap<Long, TaskRow> arrays = new TreeMap<>();

    SimulatedArrays(SimulatedRows rows) {
        this.rows = rows;
    }

    void add(TaskRow array) {
        arrays.put(array.id, array);
    }

    /** The array that has a child of this number. */
    Optional<TaskRow> of(long child) {
        return Optional.ofNullable(arrays.lowerEntry(child))
                .map(it -> it.getValue())
                .filter(it -> child <= it.id + it.arraySize);
    }

    boolean hasWaiting(TaskRow row) {
        return row.arraySize != null
                && (row.state.equals("pending") || row.state.equals("spread"))
                && row.stopAskedAt == null
                && !standsStill(row)
                && row.blocked == 0
                && row.arrayBegun < row.arraySize;
    }

    /** Whether no child of it may begin. */
    static boolean standsStill(TaskRow array) {
        return "suspending".equals(array.standing) || "suspended".equals(array.standing);
    }

    /** The same of what this is a child of. */
    boolean isHeldBack(TaskRow row) {
        return row.parentId != null && standsStill(rows.row(row.parentId).orElseThrow());
    }

    /** Makes the row of a child that is touched, unless its array was stopped. */
    void giveRowNow(long child) {
        make(child, true);
    }

    private Optional<TaskRow> make(long child, boolean suspendedToo) {
        var array = rows.row(child).isPresent() ? Optional.<TaskRow>empty() : of(child);
        return array.filter(it -> OPEN.contains(it.state) && it.stopAskedAt == null)
                .filter(it -> suspendedToo || !standsStill(it))
                .map(it -> {
                    rows.keep(childOf(it, child));
                    it.arrayBegun = Math.toIntExact(children(it).count());
                    rows.keep(it);
                    return it;
                });
    }

    private static TaskRow childOf(TaskRow array, long id) {
        var row = new TaskRow();
        row.id = id;
        row.owner = array.owner;
        row.project = array.project;
        row.name = array.name;
        row.cpus = array.cpus;
        row.ramGb = array.ramGb;
        row.gpus = array.gpus;
        row.ports = array.ports;
        row.state = "pending";
        row.submittedAt = array.submittedAt;
        row.queuedAt = array.queuedAt;
        row.blocked = array.blocked;
        row.lifeSpan = array.lifeSpan;
        row.fields = array.fields;
        row.parentId = array.id;
        row.arrayIndex = array.arrayFirst + Math.toIntExact(id - array.id - 1) * array.arrayStep;
        return row;
    }

    /** It is about to be placed: its array runs from now on. */
    void begin(long child, Instant now) {
        make(child, false);
        of(child)
                .filter(it -> it.state.equals("pending") && !standsStill(it))
                .filter(_ -> rows.row(child).filter(SimulatedArrays::canBegin).isPresent())
                .ifPresent(it -> {
                    it.state = "spread";
                    it.startedAt = it.startedAt == null ? now : it.startedAt;
                    rows.keep(it);
                });
    }

    private static boolean canBegin(TaskRow child) {
        return child.state.equals("pending") && child.blocked == 0;
    }

    /** Those with rows; none of what is no array. */
    Stream<TaskRow> childrenOf(TaskRow row) {
        return row.arraySize == null ? Stream.empty() : children(row);
    }

    private Stream<TaskRow> children(TaskRow array) {
        return LongStream.rangeClosed(array.id + 1, array.id + array.arraySize)
                .mapToObj(rows::row)
                .flatMap(Optional::stream);
    }

    @Override
    Uni<Void> queueAgain(TaskId array, Instant now) {
        return Uni.createFrom().item(() -> {
            var row = rows.row(array.number()).orElseThrow();
            Stream.concat(Stream.of(row), children(row))
                    .filter(it -> it.state.equals("pending") || it.state.equals("spread"))
                    .forEach(it -> {
                        it.queuedAt = now;
                        rows.keep(it);
                    });
            return null;
        });
    }

    @Override
    Uni<Void> releaseChildren(TaskId array, Instant now) {
        return Uni.createFrom().item(() -> {
            children(rows.row(array.number()).orElseThrow())
                    .filter(it -> it.state.equals("created"))
                    .forEach(it -> {
                        it.state = "pending";
                        it.queuedAt = now;
                        rows.keep(it);
                    });
            return null;
        });
    }

    @Override
    Uni<Void> setOfChildren(TaskId array, Map<String, String> values) {
        return Uni.createFrom().item(() -> {
            children(rows.row(array.number()).orElseThrow())
                    .filter(it -> !it.state.equals("ended"))
                    .forEach(it -> {
                        it.fields = StoredCourse.json(values);
                        it.lifeSpan = LifeSpan.parse(values.get(LifeSpan.FIELD)).orElseThrow();
                        rows.keep(it);
                    });
            return null;
        });
    }

    @Override
    Uni<Boolean> isAsked(TaskId array, Standing standing) {
        return Uni.createFrom()
                .item(() -> standing.name()
                        .equalsIgnoreCase(rows.row(array.number()).orElseThrow().standing));
    }

    @Override
    Uni<Void> forgetRefusals(TaskId array) {
        return Uni.createFrom().item(() -> {
            children(rows.row(array.number()).orElseThrow())
                    .filter(it -> it.state.equals("running") && "suspend_refused".equals(it.standing))
                    .forEach(it -> {
                        it.standing = null;
                        rows.keep(it);
                    });
            return null;
        });
    }

    @Override
    Uni<Boolean> childOver(TaskId array, String directory) {
        return Uni.createFrom().item(() -> {
            var row = rows.row(array.number()).orElseThrow();
            row.arrayOver++;
            row.directory = row.directory == null && !directory.isEmpty() ? directory : row.directory;
            rows.keep(row);
            return row.arrayOver >= row.arraySize;
        });
    }

    @Override
    Uni<Sum> sumOf(TaskId array) {
        return Uni.createFrom().item(() -> {
            var ended = children(rows.row(array.number()).orElseThrow())
                    .filter(it -> it.state.equals("ended"))
                    .toList();
            return new Sum(
                    ended.stream()
                            .map(SimulatedArrays::codeOf)
                            .filter(code -> code != 0)
                            .findFirst()
                            .orElse(0),
                    ended.stream().map(it -> it.endedAt).max(naturalOrder()).orElseThrow(),
                    ended.stream().allMatch(it -> it.outcome.equals("refused"))
                            ? Optional.of(new Outcome.Refused(ended.getFirst().reason))
                            : Optional.empty());
        });
    }

    private static int codeOf(TaskRow ended) {
        return switch (ended.outcome) {
            case "exited" -> ended.exitCode;
            case "killed" -> 137;
            case "failed" -> 125;
            default -> 1;
        };
    }

    /** Children of arrays that were stopped, which are to be ended one by one. */
    List<TaskRow> toStop() {
        return rows.live()
                .filter(it -> it.parentId != null)
                .filter(it -> {
                    var array = rows.row(it.parentId).orElseThrow();
                    return array.state.equals("spread") && array.stopAskedAt != null;
                })
                .filter(it -> !it.state.equals("stopping") || "rescheduling".equals(it.standing))
                .toList();
    }
}
