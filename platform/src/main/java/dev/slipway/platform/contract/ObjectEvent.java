package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What storage-service tells of the files it keeps. Keyed by their owner. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ObjectEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "objects.used", value = ObjectEvent.Used.class),
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

    /**
     * The files of a task take {@code bytes}, all in all. Of two words on a task that of the later attempt counts, whichever came
     * first.
     *
     * @param attempt whose files they are; {@link #GIVEN_UP} when they were given up
     */
    record Used(String owner, long task, int attempt, long bytes, Instant at) implements ObjectEvent {
        /** Later than any attempt there can be. */
        public static final int GIVEN_UP = Integer.MAX_VALUE;
    }

    /** No file of a deleted account is left. */
    record AccountCleared(String owner, Instant at) implements ObjectEvent {}

    /** Newer than this reader, which skips it. */
    record Unknown(String owner) implements ObjectEvent {}
}
