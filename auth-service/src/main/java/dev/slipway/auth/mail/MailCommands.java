package dev.slipway.auth.mail;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.MailCommand;
import dev.slipway.platform.reactive.Redelivery;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What the other services want to be written. Redelivery is harmless: an id is queued once. */
@ApplicationScoped
class MailCommands {
    private final Mails mails;

    MailCommands(Mails mails) {
        this.mails = mails;
    }

    @Incoming("mail-commands")
    Uni<Void> on(String json) {
        return switch (Contract.read(json, MailCommand.class)) {
            case MailCommand.Send it -> Redelivery.untilHandled(() -> queue(it));
            case MailCommand.Unknown _ -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> queue(MailCommand.Send it) {
        return Panache.withTransaction(
                () -> mails.queue(it.id(), Recipient.of(it.account()), it.template(), it.data()));
    }
}
