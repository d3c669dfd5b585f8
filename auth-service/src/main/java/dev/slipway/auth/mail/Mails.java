package dev.slipway.auth.mail;

import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** What the rest of the suite may have written to people. */
@ApplicationScoped
public class Mails {
    private static final Logger LOG = Logger.getLogger(Mails.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");
    private static final String TASK = "task";
    private static final String KEEP = """
            insert into mail (id, account, address, template, data, state, made_at, next_try_at)
            values (?1, ?2, ?3, ?4, ?5, 'queued', ?6, ?6) on conflict (id) do nothing""";

    private final Letters letters;
    private final MailSender sender;
    private final MailConfig config;
    private final InstantSource clock;

    Mails(Letters letters, MailSender sender, MailConfig config, InstantSource clock) {
        this.letters = letters;
        this.sender = sender;
        this.config = config;
        this.clock = clock;
    }

    /** Whether there is a server to hand mails to. */
    public boolean isOn() {
        return config.host().isPresent();
    }

    /** Goes on only when mails leave. Fails with UNAVAILABLE, reason {@code mail_unavailable}. */
    public void mustBeOn() {
        if (!isOn()) {
            throw new Failure(Failure.Kind.UNAVAILABLE, "mail_unavailable", "No mail server is configured");
        }
    }

    /**
     * Queues one mail in the caller's transaction; it leaves soon after the commit. Asking twice with one id is asking once,
     * ever. Without a mail server a mail about a task is dropped, as GO-Docker does, and others wait until there is one.
     *
     * @param id the cause: 1 to 200 characters A-Z a-z 0-9 . _ : @ -
     * @param template {@code task}, {@code registration}, {@code activation}, {@code address-taken} or {@code image-request}
     * @throws Failure INVALID for an id, template or data of which no mail can be made
     */
    public Uni<Void> queue(String id, Recipient recipient, String template, Map<String, String> data) {
        if (!ID.matcher(id).matches()) {
            throw Failure.invalid("id", "1 to 200 characters A-Z a-z 0-9 . _ : @ -");
        }
        letters.write(template, data); // What cannot be written is refused now, not when nobody listens any more.
        if (!isOn() && template.equals(TASK)) {
            LOG.debugf("mail id=%s dropped: no server", id);
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter(1, id)
                        .setParameter(2, recipient instanceof Recipient.Account it ? it.login() : null)
                        .setParameter(3, recipient instanceof Recipient.Address it ? it.text() : null)
                        .setParameter(4, template)
                        .setParameter(5, new JsonObject(new HashMap<>(data)).encode())
                        .setParameter(6, clock.instant())
                        .executeUpdate())
                .invoke(sender::wake)
                .replaceWithVoid();
    }
}
