package dev.slipway.task.task;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what each attempt held and when. Every method joins the caller's transaction or session. */
public interface AttemptRepository {
    /** Remembers fresh attempts of placed tasks. */
    Uni<Void> open(List<Task> placed);

    /** Its process began. */
    Uni<Void> started(TaskId task, int attempt, Instant at);

    /** Its process ended: what it held is free. */
    Uni<Void> freed(TaskId task, int attempt, Instant at);

    /** It is over, and whatever it still held is free. */
    Uni<Void> closed(Task ended);

    /** All attempts that hold a node now. */
    Uni<List<Holding>> holding();

    /** The attempts on a node that are not over. */
    Uni<List<Open>> open(String node);

    /** What one attempt holds. */
    record Holding(TaskId task, int attempt, String node, Demand demand) {}

    /** An attempt a node should know, and since when it should stop. */
    record Open(TaskId task, int attempt, String node, Instant placedAt, Optional<Instant> stopAsked) {
        /** The name nodes know it by. */
        public String container() {
            return task + "-" + attempt;
        }
    }
}
