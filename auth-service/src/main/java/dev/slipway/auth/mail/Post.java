package dev.slipway.auth.mail;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.SMTPException.EnhancedStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Hands one mail to the SMTP server and says what became of it. */
@ApplicationScoped
class Post {
    /** What a server says of a mailbox or of a mail for good (RFC 5321, 4.2.3); 554 may be about the connection. */
    private static final Set<Integer> FINAL = Set.of(550, 551, 552, 553, 556);

    private final ReactiveMailer mailer;
    private final MailConfig config;

    Post(ReactiveMailer mailer, MailConfig config) {
        this.mailer = mailer;
        this.config = config;
    }

    /** What became of a try. */
    sealed interface Outcome {
        /** The server has taken it. */
        record Taken() implements Outcome {}

        /** The server will never take it. */
        record Refused(String problem) implements Outcome {}

        /** The server does not take this mail now. */
        record Later(String problem) implements Outcome {}

        /** The server takes no mail now. */
        record Away(String problem) implements Outcome {}
    }

    /** Never fails. The id is in the Message-ID: the same mail handed over twice is the same mail for who looks. */
    Uni<Outcome> send(String id, String address, Letter letter) {
        var mail = new Mail()
                .setFrom(config.from())
                .addTo(address)
                .setSubject(letter.subject())
                .setText(letter.text())
                .setHtml(letter.html())
                .addHeader("Message-ID", messageId(id))
                .addHeader("X-Slipway-Mail", id)
                .addHeader("Auto-Submitted", "auto-generated");
        return mailer.send(mail)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(_ -> (Outcome) new Outcome.Taken())
                .onFailure()
                .recoverWithItem(Post::outcome);
    }

    /** Stable, unique, and telling nothing of the id. */
    String messageId(String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            var domain = config.from().replaceAll("^.*@|>.*$", "");
            return "<%s@%s>".formatted(HexFormat.of().formatHex(digest, 0, 16), domain);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome outcome(Throwable fault) {
        var problem = String.valueOf(fault.getMessage());
        if (!(fault instanceof SMTPException smtp)) {
            return new Outcome.Away(problem);
        }
        if (FINAL.contains(smtp.getReplyCode()) && smtp.getEnhancedStatus() != EnhancedStatus.OTHER_SECURITY) {
            return new Outcome.Refused(problem);
        }
        return smtp.isTransient() && smtp.getReplyCode() != 421
                ? new Outcome.Later(problem)
                : new Outcome.Away(problem);
    }
}
