package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Map;

/** What other services ask auth-service to write to people. Asking twice with one id is asking once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = MailCommand.Unknown.class)
@JsonSubTypes({@Type(name = "mail.send", value = MailCommand.Send.class)})
public sealed interface MailCommand extends Event {
    /** Where they travel. */
    String TOPIC = "mail-commands.v1";

    /** The login of the recipient. */
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
     * Write to an account. One without an address is not written to.
     *
     * @param id the cause, such as {@code task-42-1-running}: one mail is sent for it
     * @param template which mail, such as {@code task}
     * @param data what the template shows
     */
    record Send(String id, String account, String template, Map<String, String> data, Instant at)
            implements MailCommand {
        public Send {
            data = Map.copyOf(data);
        }
    }

    /** Newer than this reader, which skips it. */
    record Unknown(String account) implements MailCommand {}
}
