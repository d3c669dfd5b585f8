package dev.slipway.task.archive;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.archive.ArchiveRepository.Done;
import dev.slipway.task.archive.ArchiveRepository.Old;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskState;
import dev.slipway.task.task.Tasks;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Gives up the files of finished tasks, and their records. The change and the event that makes storage and nodes delete are one
 * transaction; the ledger is not touched, and a number is never used again.
 */
@ApplicationScoped
public class Archives {
    private static final Logger LOG = Logger.getLogger(Archives.class);

    private final ArchiveRepository repository;
    private final Tasks tasks;
    private final Outbox outbox;
    private final ArchiveConfig config;
    private final InstantSource clock;

    Archives(ArchiveRepository repository, Tasks tasks, Outbox outbox, ArchiveConfig config, InstantSource clock) {
        this.repository = repository;
        this.tasks = tasks;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /** How many tasks it was done to, and whether there are more. */
    public record Count(long tasks, boolean more) {
        private Count plus(long others, boolean further) {
            return new Count(tasks + others, further);
        }
    }

    /** Which finished tasks are meant: ended at least so many days ago. {@code all} is everybody's, for administrators. */
    public record Age(int days, Optional<String> tag, boolean all) {}

    /**
     * Archives one; doing it again changes nothing. Fails with CONFLICT for one that is not over, and for a child that never
     * began, which has nothing of its own.
     */
    public Uni<Task> archive(TaskId id, Caller caller) {
        return finished(id, caller)
                .chain(() -> Panache.withTransaction(() ->
                        repository.archive(id.number(), clock.instant()).call(done -> outbox.append(archived(done)))))
                .invoke(done -> log("archived", done, caller.login()))
                .chain(() -> tasks.findOwn(id, caller))
                .invoke(Archives::mustHaveBegun);
    }

    private static void mustHaveBegun(Task task) {
        if (task.state() instanceof TaskState.Ended) {
            task.course().member().ifPresent(member -> {
                throw Failure.conflict(
                        "task.child",
                        "Task %s never began: it is archived with array %s".formatted(task.id(), member.array()));
            });
        }
    }

    /** Removes the record of one for good; the answer is what it was. Fails with CONFLICT for one that is not over. */
    public Uni<Task> remove(TaskId id, Caller caller) {
        return finished(id, caller)
                .invoke(Archives::mustBeWhole)
                .call(() -> Panache.withTransaction(
                                () -> repository.remove(id.number()).call(done -> outbox.append(removed(done))))
                        .invoke(done -> log("removed", done, caller.login())));
    }

    /** The array would show a child without a record as one that never ran. */
    private static void mustBeWhole(Task task) {
        task.course().member().ifPresent(member -> {
            throw Failure.conflict(
                    "task.child", "Task %s is part of array %s; remove that".formatted(task.id(), member.array()));
        });
    }

    private Uni<Task> finished(TaskId id, Caller caller) {
        return tasks.findOwn(id, caller).invoke(task -> {
            if (!task.isOver()) {
                throw Failure.conflict("task.not_over", "Task %s is not over".formatted(id));
            }
        });
    }

    /** Archives all of an age. */
    public Uni<Count> archive(Age age, Caller caller) {
        var old = old(age, caller);
        return repeat(() -> archiveSome(old, caller.login()));
    }

    /** Removes the records of all of an age, archived or not. */
    public Uni<Count> remove(Age age, Caller caller) {
        var old = old(age, caller);
        return repeat(() -> Panache.withTransaction(
                        () -> repository.remove(old, config.batch()).call(done -> outbox.append(removed(done))))
                .invoke(done -> log("removed", done, caller.login()))
                .map(Archives::count));
    }

    /** Archives what is old enough by the setting. */
    Uni<Count> archiveByAge() {
        var before = clock.instant().minus(Duration.ofDays(Math.max(1, config.afterDays())));
        return repeat(() -> archiveSome(new Old(before, Optional.empty(), Optional.empty()), "age"));
    }

    private Uni<Integer> archiveSome(Old old, String by) {
        return Panache.withTransaction(() -> repository
                        .archive(old, clock.instant(), config.batch())
                        .call(done -> outbox.append(archived(done))))
                .invoke(done -> log("archived", done, by))
                .map(Archives::count);
    }

    private Old old(Age age, Caller caller) {
        if (age.all()) {
            caller.mustBeAdmin();
        }
        return new Old(
                clock.instant().minus(Duration.ofDays(age.days())),
                age.all() ? Optional.empty() : Optional.of(caller.login()),
                age.tag());
    }

    private Uni<Count> repeat(Supplier<Uni<Integer>> batch) {
        return repeat(batch, new Count(0, false), clock.instant().plus(config.patience()));
    }

    /** Until a batch is not full, or the time is up. */
    private Uni<Count> repeat(Supplier<Uni<Integer>> batch, Count before, Instant until) {
        return batch.get().chain(size -> {
            var full = size == config.batch();
            var sum = before.plus(size, full);
            return full && clock.instant().isBefore(until)
                    ? repeat(batch, sum, until)
                    : Uni.createFrom().item(sum);
        });
    }

    private List<TaskEvent> archived(List<Done> done) {
        var now = clock.instant();
        return done.stream()
                .<TaskEvent>map(it -> new TaskEvent.Archived(it.task(), it.owner(), now))
                .toList();
    }

    private List<TaskEvent> removed(List<Done> done) {
        var now = clock.instant();
        return done.stream()
                .<TaskEvent>map(it -> new TaskEvent.Removed(it.task(), it.owner(), now))
                .toList();
    }

    /** Children count with their array. */
    private static int count(List<Done> done) {
        return (int) done.stream().filter(Done::whole).count();
    }

    private static void log(String what, List<Done> done, String by) {
        if (!done.isEmpty()) {
            LOG.infof(
                    "%s tasks=%d first=%d by=%s",
                    what, done.size(), done.getFirst().task(), by);
        }
    }
}
