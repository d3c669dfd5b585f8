package dev.slipway.auth.token;

import dev.slipway.platform.failure.Failure;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The key in use, read when the service starts. */
@ApplicationScoped
class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);

    private volatile Optional<SigningKey> current = Optional.empty();

    void load(@Observes StartupEvent start, SigningKeyStore store) throws Throwable {
        var key = VertxContextSupport.subscribeAndAwait(store::requireKey);
        current = Optional.of(key);
        LOG.infof("signing kid=%s", key.kid());
    }

    /** Fails with UNAVAILABLE in the moment before it is read. */
    SigningKey current() {
        return current.orElseThrow(() -> Failure.unavailable("auth-service is starting"));
    }
}
