package dev.slipway.auth.external;

import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.account.Email;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Profile;
import dev.slipway.auth.account.Registration;
import dev.slipway.auth.audit.Audit;
import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Which account somebody is whom an identity provider vouches for: the one he was last time; else the only one with the
 * address the provider has verified; else, where guests are let in, a new guest, who waits for an administrator.
 */
@ApplicationScoped
class ExternalAccounts {
    private static final String KNOWN = "select login from external_identity where issuer = ?1 and subject = ?2";
    private static final String BY_EMAIL =
            "select login from account where lower(email) = lower(?1) and bound_to is null and state <> 'PENDING' limit 2";
    private static final String REMEMBER = """
        insert into external_identity (issuer, subject, login, made_at) values (?1, ?2, ?3, ?4) on conflict do nothing\
        """;

    private final Accounts accounts;
    private final Registration registration;
    private final Audit audit;
    private final OidcConfig config;
    private final InstantSource clock;

    ExternalAccounts(
            Accounts accounts, Registration registration, Audit audit, OidcConfig config, InstantSource clock) {
        this.accounts = accounts;
        this.registration = registration;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** The account, active. Fails with FORBIDDEN when there is none or it may do nothing, yet or any more. */
    Uni<Account> of(Somebody who) {
        return Panache.withTransaction(() -> loginOf(who))
                .chain(login -> accounts.enter(login))
                .map(found -> found.orElseThrow(
                        () -> Failure.forbidden("Your account is not active; an administrator has to activate it")));
    }

    private Uni<String> loginOf(Somebody who) {
        return logins(KNOWN, who.issuer(), who.subject())
                .chain(known -> known.isEmpty() ? find(who) : Uni.createFrom().item(known.getFirst()));
    }

    private Uni<String> find(Somebody who) {
        return byEmail(who)
                .chain(found -> found.size() == 1 ? Uni.createFrom().item(found.getFirst()) : guest(who))
                .call(login -> remember(who, login));
    }

    private Uni<List<String>> byEmail(Somebody who) {
        return who.email().isEmpty()
                ? Uni.createFrom().item(List.of())
                : logins(BY_EMAIL, who.email().get());
    }

    private Uni<String> guest(Somebody who) {
        var host = config.guestBind()
                .map(Login::new)
                .orElseThrow(() -> Failure.forbidden("There is no account of yours here; ask an administrator"));
        var login = new Login(loginFor(who));
        return registration
                .registerGuest(login, Profile.of(emailOf(who)), host)
                .map(account -> account.login().text());
    }

    /** An address that is not one of ours in form is no address. */
    private static Email emailOf(Somebody who) {
        try {
            return who.email().map(Email::new).orElse(Email.NONE);
        } catch (Failure failure) {
            return Email.NONE;
        }
    }

    /** Readable as far as a login may be, and nobody else's: a part of it stands for the provider and its name for him. */
    static String loginFor(Somebody who) {
        var readable =
                who.name().toLowerCase(Locale.ROOT).replaceAll("@.*$", "").replaceAll("[^a-z0-9-]", "");
        var cut = readable.length() > 14 ? readable.substring(0, 14) : readable;
        return "guest_" + cut + (cut.isEmpty() ? "" : "_") + digest(who.issuer() + " " + who.subject());
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Uni<Void> remember(Somebody who, String login) {
        return Panache.getSession()
                .chain(session -> session.flush()
                        .chain(() -> session.createNativeQuery(REMEMBER)
                                .setParameter(1, who.issuer())
                                .setParameter(2, who.subject())
                                .setParameter(3, login)
                                .setParameter(4, clock.instant())
                                .executeUpdate()))
                .chain(() -> audit.note(Audit.ITSELF, "external.link", login, who.issuer()));
    }

    private static Uni<List<String>> logins(String query, String... parameters) {
        return Panache.getSession().chain(session -> {
            var asked = session.createNativeQuery(query, String.class);
            for (int i = 0; i < parameters.length; i++) {
                asked = asked.setParameter(i + 1, parameters[i]);
            }
            return asked.getResultList();
        });
    }
}
