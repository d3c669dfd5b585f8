package dev.slipway.auth.token;

import dev.slipway.platform.identity.KeyExchange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** This service need not ask itself. */
@ApplicationScoped
class OwnKeyExchange implements KeyExchange {
    private final Logins logins;

    OwnKeyExchange(Logins logins) {
        this.logins = logins;
    }

    @Override
    public Uni<Optional<Exchanged>> exchange(Optional<String> login, String key) {
        return logins.forRequest(login, key).map(found -> found.map(it -> new Exchanged(it.token(), it.expires())));
    }
}
