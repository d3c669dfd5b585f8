package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What task-service tells the others. Facts, keyed by task, so that one task's events arrive in order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = TaskEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "task.submitted", value = TaskEvent.Submitted.class),
    @Type(name = "task.placed", value = TaskEvent.Placed.class),
    @Type(name = "task.started", value = TaskEvent.Started.class),
    @Type(name = "task.stopping", value = TaskEvent.Stopping.class),
    @Type(name = "task.ended", value = TaskEvent.Ended.class),
    @Type(name = "task.suspended", value = TaskEvent.Suspended.class),
    @Type(name = "task.resumed", value = TaskEvent.Resumed.class),
    @Type(name = "task.rescheduled", value = TaskEvent.Rescheduled.class),
    @Type(name = "task.archived", value = TaskEvent.Archived.class),
    @Type(name = "task.removed", value = TaskEvent.Removed.class),
    @Type(name = "task.account-cleared", value = TaskEvent.AccountCleared.class)
})
public sealed interface TaskEvent extends Event {
    /** Where they travel. */
    String TOPIC = "task-events.v1";

    /** The task's number. */
    long task();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return Long.toString(task());
    }

    /** It is stored and waits. */
    record Submitted(long task, String owner, String project, String name, Instant at) implements TaskEvent {}

    /** A node was chosen for an attempt and told so. */
    record Placed(long task, String owner, String node, int attempt, Instant at) implements TaskEvent {}

    /** The attempt's process runs. */
    record Started(long task, String owner, String node, int attempt, Instant at) implements TaskEvent {}

    /** Somebody asked for its end; its container is not known to be gone yet. */
    record Stopping(long task, String owner, int attempt, Instant at) implements TaskEvent {}

    /**
     * It is over and its results are readable.
     *
     * @param outcome {@code exited}, {@code killed}, {@code failed} or {@code lost}
     * @param exitCode absent where no process ended
     * @param mail whether its owner asked for a mail
     */
    record Ended(
            long task,
            String owner,
            String project,
            String name,
            int attempt,
            String outcome,
            @Nullable Integer exitCode,
            boolean mail,
            Instant at)
            implements TaskEvent {}

    /** Its processes stand still; they keep their processors and memory. */
    record Suspended(long task, String owner, int attempt, Instant at) implements TaskEvent {}

    /** Its processes go on. */
    record Resumed(long task, String owner, int attempt, Instant at) implements TaskEvent {}

    /** That attempt ended without an end of the task, which waits for its next one. */
    record Rescheduled(long task, String owner, int attempt, String reason, Instant at) implements TaskEvent {}

    /** Its files are to be deleted; its record stays. */
    record Archived(long task, String owner, Instant at) implements TaskEvent {}

    /** Its record is gone and its files are to be deleted. */
    record Removed(long task, String owner, Instant at) implements TaskEvent {}

    /** No task of a deleted account is left; {@code task} is 0. Keyed by the account. */
    record AccountCleared(long task, String owner, Instant at) implements TaskEvent {
        @Override
        public String key() {
            return owner;
        }
    }

    /** Newer than this reader, which skips it. */
    record Unknown(long task) implements TaskEvent {}
}
