package dev.slipway.task.task;

import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.AttemptRepository.Attempt;
import dev.slipway.task.task.TaskState.Archived;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What has happened to a task, from what is kept of it, of its attempts and of what was asked of it. */
@ApplicationScoped
public class History {
    private final Tasks tasks;
    private final AttemptRepository attempts;
    private final Steps asked;

    History(Tasks tasks, AttemptRepository attempts, Steps asked) {
        this.tasks = tasks;
        this.attempts = attempts;
        this.asked = asked;
    }

    /** All of it in the order it happened. */
    public Uni<List<Step>> of(TaskId id, Caller caller) {
        return tasks.find(id, caller)
                .chain(task -> Panache.withSession(() ->
                        attempts.of(id).chain(all -> asked.of(id).map(more -> steps(task, all, more)))));
    }

    private static List<Step> steps(Task task, List<Attempt> attempts, List<Step> asked) {
        var steps = new ArrayList<>(asked);
        steps.add(Step.of(task.submittedAt(), What.SUBMITTED));
        for (var it : attempts) {
            steps.add(Step.of(it.placedAt(), What.PLACED, it));
            it.startedAt().ifPresent(at -> steps.add(Step.of(at, What.STARTED, it)));
            it.endedAt().ifPresent(at -> steps.add(Step.of(at, What.ATTEMPT_ENDED, it)));
        }
        task.end()
                .ifPresent(end -> steps.add(new Step(
                        end.at(),
                        What.OVER,
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.of(Outcomes.nameOf(end.outcome())))));
        if (task.state() instanceof Archived(var _, var at)) {
            steps.add(Step.of(at, What.ARCHIVED));
        }
        // Clocks of nodes differ a little: where they say the same, what comes first is known.
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::what));
        return steps;
    }

    /** What can happen, in the order in which it does at one instant. What is {@code _ASKED} was wanted, and its node has not answered yet. */
    public enum What {
        SUBMITTED,
        RELEASED,
        PLACED,
        STARTED,
        SUSPEND_ASKED,
        SUSPENDED,
        SUSPEND_REFUSED,
        RESUME_ASKED,
        RESUMED,
        RESUME_REFUSED,
        RESCHEDULE_ASKED,
        STOP_ASKED,
        ATTEMPT_ENDED,
        OVER,
        ARCHIVED
    }

    /**
     * One thing that has happened.
     *
     * @param attempt counted from 1; empty for what happens to the task as a whole
     * @param outcome how the attempt or the task ended
     */
    public record Step(Instant at, What what, OptionalInt attempt, Optional<String> node, Optional<String> outcome) {
        static Step of(Instant at, What what) {
            return new Step(at, what, OptionalInt.empty(), Optional.empty(), Optional.empty());
        }

        private static Step of(Instant at, What what, Attempt attempt) {
            return new Step(
                    at,
                    what,
                    OptionalInt.of(attempt.number()),
                    Optional.of(attempt.node()),
                    what == What.ATTEMPT_ENDED ? attempt.outcome() : Optional.empty());
        }
    }
}
