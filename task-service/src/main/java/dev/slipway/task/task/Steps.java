package dev.slipway.task.task;

import dev.slipway.platform.reactive.Statements;
import dev.slipway.task.task.History.Step;
import dev.slipway.task.task.History.What;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What was asked of tasks and what became of it, for their histories: all that no column says for good. */
@ApplicationScoped
class Steps {
    /** The first thousand: who asks without end for what is refused each time fills nothing. */
    private static final String KEEP = """
            insert into task_step (task, at, what, attempt)
            select cast($1 as bigint), cast($2 as timestamptz), cast($3 as text), cast($4 as int)
            where (select count(*) from task_step where task = $1) < 1000""";

    private static final String OF = "select at, what, attempt from task_step where task = $1";

    private final InstantSource clock;

    Steps(InstantSource clock) {
        this.clock = clock;
    }

    /** Joins the transaction that keeps the second of two states of a task that is not over. */
    Uni<Void> keep(Task before, Task after) {
        return between(before, after)
                .map(it -> keep(after, it, clock.instant()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Joins the transaction in which it happens. */
    Uni<Void> keep(Task task, What what, Instant at) {
        var attempt = task.liveRun().map(Run::attempt).orElse(null);
        return Statements.change(KEEP, task.id().number(), at, what.name().toLowerCase(Locale.ROOT), attempt)
                .replaceWithVoid();
    }

    /** In no order; joins the caller's session. */
    Uni<List<Step>> of(TaskId task) {
        return Statements.rows(OF, task.number())
                .map(rows -> rows.stream()
                        .map(it -> new Step(
                                Statements.instant(it[0]),
                                What.valueOf(((String) it[1]).toUpperCase(Locale.ROOT)),
                                it[2] == null ? OptionalInt.empty() : OptionalInt.of((Integer) it[2]),
                                Optional.empty(),
                                Optional.empty()))
                        .toList());
    }

    static Optional<What> between(Task before, Task after) {
        var was = before.course().standing();
        var is = after.course().standing();
        if (before.state() instanceof Created && after.state() instanceof Pending) {
            return Optional.of(What.RELEASED);
        }
        if (isToEnd(after) && !isToEnd(before)) {
            return Optional.of(What.STOP_ASKED);
        }
        return was == is ? Optional.empty() : what(is);
    }

    /** Not for the sake of another attempt. */
    private static boolean isToEnd(Task task) {
        return switch (task.state()) {
            case Stopping _ -> task.course().standing() != Standing.RESCHEDULING;
            case Spread(var asked) -> asked.isPresent();
            default -> false;
        };
    }

    private static Optional<What> what(Standing standing) {
        return switch (standing) {
            case SUSPENDING -> Optional.of(What.SUSPEND_ASKED);
            case SUSPENDED -> Optional.of(What.SUSPENDED);
            case SUSPEND_REFUSED -> Optional.of(What.SUSPEND_REFUSED);
            case RESUMING -> Optional.of(What.RESUME_ASKED);
            case RESUMED -> Optional.of(What.RESUMED);
            case RESUME_REFUSED -> Optional.of(What.RESUME_REFUSED);
            case RESCHEDULING -> Optional.of(What.RESCHEDULE_ASKED);
            // The end of the attempt says so.
            case NORMAL, RESCHEDULED -> Optional.empty();
        };
    }
}
