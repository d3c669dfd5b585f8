package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * What auth-service tells of an account's named keys and sessions. On the topic of the accounts, where every service listens
 * already, and under record keys of their own, so that compaction keeps them beside their account's last word.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = KeyEvent.Unknown.class)
@JsonSubTypes({@Type(name = "key.revoked", value = KeyEvent.Revoked.class)})
public sealed interface KeyEvent extends Event {
    /** The login. */
    String account();

    @Override
    default String topic() {
        return AccountEvent.TOPIC;
    }

    /**
     * No token made from this key or session counts any more.
     *
     * @param keyId what such tokens carry in the claim {@code key}
     * @param until when the last of them would have expired; nobody need remember longer
     */
    record Revoked(String account, String keyId, Instant until) implements KeyEvent {
        @Override
        public String key() {
            return account + "/" + keyId;
        }
    }

    /** Newer than this reader, which skips it, or no event of keys at all. */
    record Unknown(String account) implements KeyEvent {
        @Override
        public String key() {
            return account;
        }
    }
}
