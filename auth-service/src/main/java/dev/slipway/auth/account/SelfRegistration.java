package dev.slipway.auth.account;

import dev.slipway.auth.audit.Audit;
import dev.slipway.auth.audit.Origin;
import dev.slipway.auth.credential.PasswordHash;
import dev.slipway.auth.credential.Passwords;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** How somebody without an account asks for one. */
@ApplicationScoped
public class SelfRegistration {
    private final Registration registration;
    private final RegistrationThrottle throttle;
    private final AccountRepository repository;
    private final Passwords passwords;
    private final Audit audit;
    private final AccountMails mails;
    private final AccountConfig config;

    SelfRegistration(
            Registration registration,
            RegistrationThrottle throttle,
            AccountRepository repository,
            Passwords passwords,
            Audit audit,
            AccountMails mails,
            AccountConfig config) {
        this.registration = registration;
        this.throttle = throttle;
        this.repository = repository;
        this.passwords = passwords;
        this.audit = audit;
        this.mails = mails;
        this.config = config;
    }

    /**
     * Asks for an account, which waits for an administrator. When somebody has that e-mail address already nothing is made
     * and the answer is the same: nobody learns here who has an account. FORBIDDEN while the setting is off, CONFLICT for a
     * taken login, EXHAUSTED after too many from one network or with too many waiting.
     */
    public Uni<Void> register(Login login, Profile profile, String password) {
        mustBeOn();
        if (profile.email().equals(Email.NONE)) {
            throw Failure.invalid("email", "missing");
        }
        passwords.check(login.text(), password);
        return throttle.take(Origin.current())
                .chain(() -> passwords.prepare(login.text(), password))
                .chain(hash -> Panache.withTransaction(() -> make(login, profile, hash)));
    }

    private void mustBeOn() {
        if (!config.selfRegistration().enabled()) {
            throw Failure.forbidden("Accounts are made by administrators here");
        }
    }

    private Uni<Void> make(Login login, Profile profile, PasswordHash hash) {
        return registration
                .mustBeFree(login)
                .chain(() -> repository.countPending())
                .invoke(this::mustHaveRoom)
                .chain(() -> repository.isTaken(profile.email()))
                .chain(taken -> taken ? mails.addressTaken(profile.email()) : makeNew(login, profile, hash));
    }

    private void mustHaveRoom(long waiting) {
        if (waiting >= config.selfRegistration().waiting()) {
            throw new Failure(Kind.EXHAUSTED, "rate_limited", "Too many accounts wait for an administrator; try later");
        }
    }

    private Uni<Void> makeNew(Login login, Profile profile, PasswordHash hash) {
        return registration
                .registerPending(login, profile)
                .chain(account -> passwords.keep(hash).chain(() -> mails.registered(account)))
                .chain(() -> audit.note("", "account.register", login.text(), "waits for an administrator"));
    }
}
