package dev.slipway.auth.account;

import dev.slipway.auth.audit.Audit;
import dev.slipway.auth.credential.Attempts;
import dev.slipway.auth.credential.PasswordHash;
import dev.slipway.auth.credential.Passwords;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Scope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How an account gets another password: from its owner, who knows the old one, or from an administrator. */
@ApplicationScoped
public class PasswordChange {
    private static final String HERE = "password change";

    private final Passwords passwords;
    private final Attempts attempts;
    private final AccountRepository repository;
    private final AccountChanges changes;
    private final Audit audit;
    private final InstantSource clock;

    PasswordChange(
            Passwords passwords,
            Attempts attempts,
            AccountRepository repository,
            AccountChanges changes,
            Audit audit,
            InstantSource clock) {
        this.passwords = passwords;
        this.attempts = attempts;
        this.repository = repository;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sets it. Every token and session of the account is worthless from then on.
     *
     * @param current what it was; not asked of an administrator for another account, nor where there was none
     * @throws Failure INVALID naming the field {@code password} or {@code current}; NOT_FOUND for another's account
     */
    public Uni<Void> change(Login login, String password, @Nullable String current, Caller caller) {
        var own = caller.login().equals(login.text()) && !caller.isService();
        if (caller.scope() != Scope.ALL || (!own && !caller.isAdmin())) {
            throw Failure.notFound("account", login);
        }
        passwords.check(login.text(), password);
        return (own ? mustKnow(login, current) : Uni.createFrom().voidItem())
                .chain(() -> passwords.prepare(login.text(), password))
                .chain(hash -> Panache.withTransaction(() -> keep(login, hash, caller)));
    }

    private Uni<Void> mustKnow(Login login, @Nullable String current) {
        attempts.mustBeFew(login.text(), HERE);
        return passwords
                .isSet(login.text())
                .chain(isSet -> isSet
                        ? passwords
                                .matches(login.text(), current == null ? "" : current)
                                .invoke(fits -> {
                                    if (!fits) {
                                        attempts.failed(login.text(), HERE);
                                        throw Failure.invalid("current", "not the present password");
                                    }
                                })
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(Login login, PasswordHash hash, Caller caller) {
        return repository
                .lock(login)
                .chain(before -> changes.update(before, before.revoke(clock.instant())))
                .chain(() -> passwords.keep(hash))
                .chain(() -> audit.note(caller.login(), "password.change", login.text(), ""));
    }
}
