package dev.slipway.auth.credential;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** The one box of this process. */
class SecretBoxProducer {
    @Produces
    @Singleton
    SecretBox box(CredentialConfig config, SecureRandom random) {
        return new SecretBox(config.masterKey(), random);
    }
}
