package dev.slipway.auth.token;

import dev.slipway.auth.audit.Audit;
import dev.slipway.auth.credential.NamedKey;
import dev.slipway.auth.credential.NamedKeys;
import dev.slipway.platform.contract.KeyEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Scope;
import dev.slipway.platform.outbox.Outbox;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What an account can do with its named keys; an administrator with those of others. */
@ApplicationScoped
public class NamedKeyUse {
    private final NamedKeys keys;
    private final Outbox outbox;
    private final Audit audit;
    private final TokenConfig config;
    private final InstantSource clock;

    NamedKeyUse(NamedKeys keys, Outbox outbox, Audit audit, TokenConfig config, InstantSource clock) {
        this.keys = keys;
        this.outbox = outbox;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** Makes a key of the caller's own. */
    @WithTransaction
    public Uni<NamedKeys.Issued> create(String name, Scope scope, Optional<Instant> expires, Caller caller) {
        mustBeAccount(caller);
        return keys.create(caller.login(), name, scope, expires)
                .call(made -> audit.note(
                        caller.login(),
                        "key.create",
                        caller.login(),
                        "%s %s %s".formatted(made.key().id(), scope.text(), name)));
    }

    /** The keys of an account. */
    @WithSession
    public Uni<List<NamedKey>> list(String login, Caller caller) {
        mustOwn(login, caller);
        return keys.list(login);
    }

    /** The key opens nothing from now on, and tokens made from it nothing within five seconds. */
    @WithTransaction
    public Uni<Void> revoke(String login, String id, Caller caller) {
        mustOwn(login, caller);
        var until = clock.instant().plus(config.accountLife());
        return keys.delete(login, id)
                .map(found -> found.orElseThrow(() -> Failure.notFound("key", id)))
                .call(key -> audit.note(caller.login(), "key.revoke", login, key.id() + " " + key.name()))
                .chain(key -> outbox.append(new KeyEvent.Revoked(login, key.id(), until)));
    }

    private static void mustBeAccount(Caller caller) {
        if (caller.isService()) {
            throw Failure.forbidden("Services have no keys");
        }
    }

    private static void mustOwn(String login, Caller caller) {
        if (!caller.isAdmin() && !caller.login().equals(login)) {
            throw Failure.notFound("account", login);
        }
    }
}
