package dev.slipway.platform.identity;

import dev.slipway.platform.contract.AccountEvent;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The caller of the request at hand.
 *
 * <p>Its projects are those of the account as last heard of: who joined or left one since the token was made need not log in
 * again, and who left is out within five seconds. Only a token made of a newer state than what was heard of counts itself.
 */
@RequestScoped
public class CurrentCaller {
    private final SecurityIdentity identity;
    private final CurrentIdentityAssociation association;
    private final KnownAccounts accounts;

    CurrentCaller(SecurityIdentity identity, CurrentIdentityAssociation association, KnownAccounts accounts) {
        this.identity = identity;
        this.association = association;
        this.accounts = accounts;
    }

    /** Who the token names. Only on routes that demand a login. */
    public Caller get() {
        return toCaller(identity);
    }

    /** Who asks, if anybody says; for routes that need no login. A token that is not good fails. */
    public Uni<Optional<Caller>> ask() {
        return association
                .getDeferredIdentity()
                .map(it -> it.isAnonymous() ? Optional.empty() : Optional.of(toCaller(it)));
    }

    private Caller toCaller(SecurityIdentity who) {
        return new Caller(who.getPrincipal().getName(), who.getRoles(), projects(who), scopeOf(who));
    }

    private static Scope scopeOf(SecurityIdentity who) {
        return who.getPrincipal() instanceof JsonWebToken token ? TokenRules.scopeOf(token) : Scope.ALL;
    }

    private Set<String> projects(SecurityIdentity who) {
        if (!(who.getPrincipal() instanceof JsonWebToken token)) {
            return Set.of();
        }
        return accounts.find(token.getName())
                .filter(known -> !who.hasRole(Caller.SERVICE) && !isNewer(token, known.at()))
                .map(AccountEvent.Changed::projects)
                .<Set<String>>map(HashSet::new)
                .orElseGet(() -> claimed(token));
    }

    private static boolean isNewer(JsonWebToken token, Instant known) {
        Object micros = token.getClaim(Claims.CHANGED);
        return switch (micros) {
            case JsonNumber number -> number.longValue() > Claims.changed(known);
            case Number number -> number.longValue() > Claims.changed(known);
            case null, default -> false;
        };
    }

    private static Set<String> claimed(JsonWebToken token) {
        var projects = new HashSet<String>();
        if (token.getClaim(Claims.PROJECTS) instanceof JsonArray list) {
            list.forEach(it -> projects.add(((JsonString) it).getString()));
        }
        return projects;
    }
}
