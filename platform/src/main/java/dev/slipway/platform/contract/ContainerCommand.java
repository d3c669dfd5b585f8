package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What task-service and runner-service ask of a node. Asking twice is asking once. Keyed by container. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ContainerCommand.Unknown.class)
@JsonSubTypes({
    @Type(name = "container.start", value = ContainerCommand.Start.class),
    @Type(name = "container.stop", value = ContainerCommand.Stop.class),
    @Type(name = "container.pause", value = ContainerCommand.Pause.class),
    @Type(name = "container.resume", value = ContainerCommand.Resume.class)
})
public sealed interface ContainerCommand extends Event {
    /** Where commands travel. */
    String TOPIC = "container-commands.v1";

    /** The container's name without the suite's prefix: {@code <owner id>-<attempt>}. */
    String container();

    /** The node that must act; all others pass on. */
    String node();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return container();
    }

    /** Run one attempt. */
    record Start(String container, String node, Owner owner, int attempt, ContainerSpec spec, Instant at)
            implements ContainerCommand {}

    /** End it and keep it from starting, also where its start has not arrived yet. */
    record Stop(String container, String node, Owner owner, int attempt, Instant at) implements ContainerCommand {}

    /** Make its processes stand still; they keep what they hold. */
    record Pause(String container, String node, Owner owner, int attempt, Instant at) implements ContainerCommand {}

    /** Let its processes go on. */
    record Resume(String container, String node, Owner owner, int attempt, Instant at) implements ContainerCommand {}

    /** Newer than this reader, which skips it. */
    record Unknown(String container, String node) implements ContainerCommand {}

    /** The name of the container of one attempt. */
    static String nameOf(Owner owner, int attempt) {
        return owner.id() + "-" + attempt;
    }
}
