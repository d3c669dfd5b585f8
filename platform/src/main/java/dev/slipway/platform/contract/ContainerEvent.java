package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * What a node tells of the containers it runs. Keyed by their owner, so that one task's events arrive in order. A normal
 * life is {@code Preparing, Started, Exited, Collected}, without those of the first three after which the next comes at once; {@code Failed} and {@code Lost} end one early. Exactly one of
 * {@code Collected}, {@code Failed} and {@code Lost} is the last. {@code Paused}, {@code Resumed} and {@code PauseRefused}
 * answer commands in between.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ContainerEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "container.preparing", value = ContainerEvent.Preparing.class),
    @Type(name = "container.started", value = ContainerEvent.Started.class),
    @Type(name = "container.exited", value = ContainerEvent.Exited.class),
    @Type(name = "container.collected", value = ContainerEvent.Collected.class),
    @Type(name = "container.failed", value = ContainerEvent.Failed.class),
    @Type(name = "container.lost", value = ContainerEvent.Lost.class),
    @Type(name = "container.paused", value = ContainerEvent.Paused.class),
    @Type(name = "container.resumed", value = ContainerEvent.Resumed.class),
    @Type(name = "container.pause-refused", value = ContainerEvent.PauseRefused.class)
})
public sealed interface ContainerEvent extends Event {
    /** Where they travel. */
    String TOPIC = "container-events.v1";

    /** The container's name without the suite's prefix. */
    String container();

    /** What it runs for. */
    Owner owner();

    /** Counted from 1; an event of an older attempt changes nothing. */
    int attempt();

    /** When it happened. */
    Instant at();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return owner().key();
    }

    /**
     * The node has taken the command.
     *
     * @param directory the job directory on that node
     * @param tmp the folder on that node that is its temporary storage; empty where it has none
     */
    record Preparing(String container, Owner owner, int attempt, String node, String directory, String tmp, Instant at)
            implements ContainerEvent {
        public Preparing {
            // Nodes of an earlier version do not tell it.
            tmp = tmp == null ? "" : tmp;
        }
    }

    /**
     * The container's process runs since {@code at}.
     *
     * @param engineId the engine's own id of the container
     * @param address its address in the engine's network, or empty
     * @param directory the job directory on that node
     * @param tmp as {@code Preparing} tells it
     */
    record Started(
            String container,
            Owner owner,
            int attempt,
            String node,
            String engineId,
            String address,
            String directory,
            String tmp,
            Instant at)
            implements ContainerEvent {
        public Started {
            // Nodes of an earlier version do not tell it.
            tmp = tmp == null ? "" : tmp;
        }
    }

    /** The process has ended, nothing of it runs, its processors and memory are free. Its files are not kept yet. */
    record Exited(
            String container,
            Owner owner,
            int attempt,
            String node,
            int exitCode,
            boolean outOfMemory,
            Instant startedAt,
            Instant at)
            implements ContainerEvent {}

    /**
     * The end is proved and all files are readable in the store. It tells the start, too, where {@code Started} did not.
     *
     * @param engineId the engine's own id of the container; empty where {@code Started} told it
     * @param directory the job directory on that node
     * @param tmp as {@code Preparing} tells it; the folder itself is gone
     * @param at when the process ended
     * @param files how many files were kept
     * @param bytes their size in all
     * @param cpus processors it was given; 0 where the node is older than this word
     * @param memoryBytes memory it was given
     * @param gpus devices it was given
     */
    record Collected(
            String container,
            Owner owner,
            int attempt,
            String node,
            int exitCode,
            boolean outOfMemory,
            String engineId,
            String directory,
            String tmp,
            Instant startedAt,
            Instant at,
            int files,
            long bytes,
            int cpus,
            long memoryBytes,
            int gpus)
            implements ContainerEvent {
        public Collected {
            // Nodes of an earlier version do not tell these.
            engineId = engineId == null ? "" : engineId;
            directory = directory == null ? "" : directory;
            tmp = tmp == null ? "" : tmp;
        }
    }

    /**
     * It never ran and never will.
     *
     * @param reason the engine's own text, or why the node gave up
     * @param system whether the fault is the node's or its engine's, so that another attempt may succeed; else what was asked
     *     for cannot be
     * @param late whether that is only because the node could not begin it in time: it may be given again, to any node
     */
    record Failed(
            String container,
            Owner owner,
            int attempt,
            String node,
            String reason,
            boolean system,
            boolean late,
            Instant at)
            implements ContainerEvent {}

    /** It ran, is gone, and how it ended cannot be known. */
    record Lost(String container, Owner owner, int attempt, String node, String reason, Instant at)
            implements ContainerEvent {}

    /** Its processes stand still. */
    record Paused(String container, Owner owner, int attempt, String node, Instant at) implements ContainerEvent {}

    /** Its processes go on. */
    record Resumed(String container, Owner owner, int attempt, String node, Instant at) implements ContainerEvent {}

    /** It could not be paused or resumed: it does not run, or the engine cannot do that. Nothing changed. */
    record PauseRefused(String container, Owner owner, int attempt, String node, String reason, Instant at)
            implements ContainerEvent {}

    /** Newer than this reader, which skips it. */
    record Unknown(String container, Owner owner, int attempt, Instant at) implements ContainerEvent {}
}
