package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** What auth-service tells of accounts. Compacted by account: the last word stays, and is the whole truth. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = AccountEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "account.changed", value = AccountEvent.Changed.class),
    @Type(name = "account.deleted", value = AccountEvent.Deleted.class)
})
public sealed interface AccountEvent extends Event {
    /** Where they travel. */
    String TOPIC = "account-events.v1";

    /** The login. */
    String account();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return account();
    }

    /**
     * The account as it is now.
     *
     * @param uid user id of its processes
     * @param gid group id of its processes
     * @param groups further group ids
     * @param email empty when none is known
     * @param home absolute path of its home on the nodes, empty when it has none
     * @param roles {@code user} and, for administrators, {@code admin}
     * @param projects the projects it is a member of, {@code default} always among them
     * @param active false for one that may not do anything
     * @param version raised by whatever makes older tokens worthless
     * @param priority 0 to 100, 50 in events that do not say
     * @param publicKeys its SSH public keys, one line each
     * @param guest whether it runs under another account's uid and was let in by an identity provider
     */
    record Changed(
            String account,
            int uid,
            int gid,
            List<Integer> groups,
            String email,
            String home,
            List<String> roles,
            List<String> projects,
            boolean active,
            long version,
            Instant at,
            Integer priority,
            Limits limits,
            List<String> publicKeys,
            boolean guest)
            implements AccountEvent {
        public Changed {
            groups = List.copyOf(groups);
            roles = List.copyOf(roles);
            projects = List.copyOf(projects);
            // Events of earlier writers do not have these.
            priority = priority == null ? 50 : priority;
            limits = limits == null ? Limits.NONE : limits;
            publicKeys = publicKeys == null ? List.of() : List.copyOf(publicKeys);
        }
    }

    /**
     * It is to be gone: it may do nothing any more, and every service removes what it keeps of it.
     *
     * @param version above that of every token it ever had
     */
    record Deleted(String account, long version, Instant at) implements AccountEvent {}

    /** Newer than this reader, which skips it. */
    record Unknown(String account) implements AccountEvent {}
}
