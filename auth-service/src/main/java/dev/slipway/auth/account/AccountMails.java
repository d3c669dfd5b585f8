package dev.slipway.auth.account;

import dev.slipway.auth.mail.Mails;
import dev.slipway.auth.mail.Recipient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What people are told of their accounts, in the transaction that makes it true. Nothing where no mail leaves. */
@ApplicationScoped
class AccountMails {
    private final Mails mails;
    private final InstantSource clock;

    AccountMails(Mails mails, InstantSource clock) {
        this.mails = mails;
        this.clock = clock;
    }

    /** It is registered and waits for an administrator. */
    Uni<Void> registered(Account account) {
        return tell("registration", account);
    }

    /** An administrator has said yes. */
    Uni<Void> activated(Account account) {
        return tell("activation", account);
    }

    /** Somebody asked for an account with an address that has one. Told once a day, however often it is asked. */
    Uni<Void> addressTaken(Email email) {
        var day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var lower = email.text().toLowerCase(Locale.ROOT);
        var digest = UUID.nameUUIDFromBytes(lower.getBytes(StandardCharsets.UTF_8));
        return mails.isOn()
                ? mails.queue(
                        "address-taken-" + digest + "-" + day,
                        new Recipient.Address(email.text()),
                        "address-taken",
                        Map.of())
                : Uni.createFrom().voidItem();
    }

    /** A login may be given again: the cause is this account, not the next of its name. */
    private Uni<Void> tell(String template, Account account) {
        if (!mails.isOn() || account.email().equals(Email.NONE)) {
            return Uni.createFrom().voidItem();
        }
        var login = account.login().text();
        var shown = account.profile().displayName();
        return mails.queue(
                "%s-%s-%d".formatted(template, login, account.created().toEpochMilli()),
                new Recipient.Account(login),
                template,
                Map.of("login", login, "name", shown.isEmpty() ? login : shown));
    }
}
