package dev.slipway.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class KnownTokensTest {
    @Inject
    IdentityProviderManager identities;

    @Test
    void aTokenIsCheckedOnAThreadOfItsOwnAndFromThenOnWhereTheRequestIs() {
        var token = Tokens.user("known");
        assertThat(threadOf(token)).isNotSameAs(Thread.currentThread());
        assertThat(threadOf(token)).isSameAs(Thread.currentThread());
    }

    @Test
    void oneThatHasExpiredIsNeverKnown() {
        var token = Tokens.expired("known");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> threadOf(token)).isInstanceOf(AuthenticationFailedException.class);
        }
    }

    private Thread threadOf(String token) {
        var thread = new AtomicReference<Thread>();
        identities
                .authenticate(new TokenAuthenticationRequest(new JsonWebTokenCredential(token)))
                .invoke(() -> thread.set(Thread.currentThread()))
                .await()
                .atMost(Duration.ofSeconds(10));
        return thread.get();
    }
}
