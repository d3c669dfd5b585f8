package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What storage-service tells of the files it keeps. Keyed by their owner. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ObjectEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "objects.given-up", value = ObjectEvent.GivenUp.class),
    @Type(name = "objects.account-cleared", value = ObjectEvent.AccountCleared.class)
})
public sealed interface ObjectEvent extends Event {
    /** Where they travel. */
    String TOPIC = "object-events.v1";

    /** The login of who owns the files. */
    String owner();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return owner();
    }

    /** No file of a task is left: it was archived or removed, or its account deleted. */
    record GivenUp(String owner, long task, Instant at) implements ObjectEvent {}

    /** No file of a deleted account is left. */
    record AccountCleared(String owner, Instant at) implements ObjectEvent {}

    /** Newer than this reader, which skips it. */
    record Unknown(String owner) implements ObjectEvent {}
}
