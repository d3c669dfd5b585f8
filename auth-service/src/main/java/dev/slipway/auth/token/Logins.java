package dev.slipway.auth.token;

import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.credential.Attempts;
import dev.slipway.auth.credential.KnownKey;
import dev.slipway.auth.credential.NamedKeys;
import dev.slipway.auth.credential.Passwords;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who proves to be whom. Every way to be wrong fails with the same words, so that nobody learns which logins exist; failures
 * are counted, per account and per address.
 */
@ApplicationScoped
public class Logins {
    private final Accounts accounts;
    private final NamedKeys keys;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Tokens tokens;
    private final TokenConfig config;

    Logins(
            Accounts accounts,
            NamedKeys keys,
            Passwords passwords,
            Attempts attempts,
            Tokens tokens,
            TokenConfig config) {
        this.accounts = accounts;
        this.keys = keys;
        this.passwords = passwords;
        this.attempts = attempts;
        this.tokens = tokens;
        this.config = config;
    }

    /** An account and what it was proved with. */
    record Proved(Account account, Proof proof) {}

    /** A token for half a year, for who shows a login and one of its keys. */
    public Uni<String> byKey(String login, String key, String address) {
        attempts.mustBeFew(login, address);
        return prove(Optional.of(login), key)
                .chain(found -> found.isEmpty()
                        ? refuse(login, address, "API key")
                        : accounts.enter(login)
                                .map(_ -> tokens.forAccount(
                                                found.get().account(),
                                                found.get().proof(),
                                                config.accountLife())
                                        .token()));
    }

    /** A short token for a request that came with a key, and maybe with a login beside it; empty when it opens nothing. */
    public Uni<Optional<Tokens.Issued>> forRequest(Optional<String> login, String key) {
        return prove(login, key)
                .map(found -> found.map(it -> tokens.forAccount(it.account(), it.proof(), config.keyLife())));
    }

    /** What the key is, where it lets its account do everything; for doors that know no scopes. Counts failures. */
    Uni<Optional<Proof>> opensAll(String login, String key, String address) {
        attempts.mustBeFew(login, address);
        return prove(Optional.of(login), key)
                .map(found -> found.map(Proved::proof).filter(it -> it.scope() == Scope.ALL))
                .invoke(found -> {
                    if (found.isEmpty()) {
                        attempts.failed(login, address);
                    }
                });
    }

    /** The account of this login and password. */
    Uni<Account> byPassword(String login, String password, String address) {
        attempts.mustBeFew(login, address);
        return passwords
                .matches(login, password)
                .chain(fits -> fits ? accounts.enter(login) : Uni.createFrom().item(Optional.<Account>empty()))
                .chain(found -> found.isEmpty()
                        ? refuse(login, address, "password")
                        : Uni.createFrom().item(found.get()));
    }

    /** Whom a key opens what for. */
    Uni<Optional<Proved>> prove(Optional<String> login, String key) {
        return keys.recognise(key)
                .map(found -> found.filter(it -> login.isEmpty() || login.get().equals(it.login())))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : accounts.findActive(found.get().login())
                                .map(account -> account.map(it -> new Proved(it, proofOf(found.get())))));
    }

    private static Proof proofOf(KnownKey key) {
        return new Proof(key.scope(), key.id(), key.expires());
    }

    private <T> Uni<T> refuse(String login, String address, String proof) {
        attempts.failed(login, address);
        return accounts.noteRefused(login, proof)
                .chain(() -> Uni.createFrom().failure(Failure.unauthenticated("Unknown user or wrong " + proof)));
    }
}
