package dev.slipway.auth.account;

import dev.slipway.auth.credential.ApiKey;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Without the account {@code admin} there is nobody to make the others, so nothing starts before it is there. */
@ApplicationScoped
class AdminAtStart {
    void on(@Observes StartupEvent start, Registration registration, AccountConfig config) throws Throwable {
        var key = keyOf(config);
        VertxContextSupport.subscribeAndAwait(() -> registration.ensureAdmin(key));
    }

    private static ApiKey keyOf(AccountConfig config) {
        try {
            return new ApiKey(config.adminKey());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("SLIPWAY_ADMIN_KEY is no API key: " + e.getMessage(), e);
        }
    }
}
