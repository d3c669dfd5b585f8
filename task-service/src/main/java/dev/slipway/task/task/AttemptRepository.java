package dev.slipway.task.task;

import dev.slipway.task.plan.Size;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what each attempt held and when. Every method joins the caller's transaction or session. */
public interface AttemptRepository {
    /** Its process began. */
    Uni<Void> started(TaskId task, int attempt, Instant at);

    /** Its process ended: what it held is free. */
    Uni<Void> freed(TaskId task, int attempt, Instant at);

    /** It is over, and whatever it still held is free. */
    Uni<Void> closed(TaskId task, Run run, String outcome, Instant at);

    /**
     * Gives each of these attempts ports of its node that no other live attempt has.
     *
     * @param pools the ports of nodes, by their names
     * @return the tasks with their ports
     */
    Uni<List<Task>> openPorts(List<Task> placed, Map<String, PortPool> pools);

    /** The ports a node opens for containers. */
    record PortPool(int first, int count) {}

    /** All attempts that hold a node now. */
    Uni<List<Holding>> holding();

    /** All attempts of a task, the first one first. */
    Uni<List<Attempt>> of(TaskId task);

    /**
     * An attempt as it was kept.
     *
     * @param outcome how it ended: {@code exited}, {@code killed}, {@code failed} or {@code lost}; empty while it has not
     */
    record Attempt(
            int number,
            String node,
            Instant placedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Optional<String> outcome) {}

    /** Nodes with attempts that are not over. */
    Uni<List<String>> nodesWithOpen();

    /** The attempts on a node that are not over. */
    Uni<List<Open>> open(String node);

    /**
     * What one attempt holds.
     *
     * @param placedAt since when
     * @param startedAt since when it uses time; empty until its process runs
     * @param endsAt when it is ended at the latest; empty when nobody knows
     */
    record Holding(
            TaskId task,
            int attempt,
            String node,
            String owner,
            String project,
            Size size,
            Instant placedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endsAt) {
        /** What the run of a task holds. */
        public static Holding of(Task task, Run run) {
            var shape = task.shape();
            var began = run.startedAt().orElse(run.placedAt());
            return new Holding(
                    task.id(),
                    run.attempt(),
                    run.node(),
                    shape.owner(),
                    shape.project(),
                    shape.size(),
                    run.placedAt(),
                    run.startedAt(),
                    shape.lifeMillis() == 0 ? Optional.empty() : Optional.of(began.plusMillis(shape.lifeMillis())));
        }
    }

    /** An attempt a node should know, and since when it should stop. */
    record Open(TaskId task, int attempt, String node, Instant placedAt, Optional<Instant> stopAsked) {
        /** The name nodes know it by. */
        public String container() {
            return task + "-" + attempt;
        }
    }
}
