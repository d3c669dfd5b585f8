package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Limits;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** Of two words on whose project it is, the newer counts. */
class CurrentCallerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final KnownAccounts accounts = new KnownAccounts();

    @Test
    void whoJoinedSinceIsAMemberWithTheOldToken() {
        hear(NOON.plusMillis(1), "default", "genomics");
        assertThat(callerOf(NOON, "default").projects()).containsExactlyInAnyOrder("default", "genomics");
    }

    @Test
    void whoLeftSinceIsNoMemberWithTheOldToken() {
        hear(NOON.plusMillis(1), "default");
        assertThat(callerOf(NOON, "default", "genomics").projects()).containsExactly("default");
    }

    @Test
    void whatATokenSaysCountsWhenItIsNewerThanWhatWasHeard() {
        hear(NOON, "default");
        assertThat(callerOf(NOON.plusNanos(1000), "default", "genomics").projects())
                .containsExactlyInAnyOrder("default", "genomics");
    }

    @Test
    void ofAnAccountNobodyHeardOfTheTokenTells() {
        assertThat(callerOf(NOON, "default", "genomics").projects()).containsExactlyInAnyOrder("default", "genomics");
    }

    private void hear(Instant at, String... projects) {
        accounts.on(Contract.write(new AccountEvent.Changed(
                "alice",
                1001,
                1001,
                List.of(),
                "",
                "/home/alice",
                List.of("user"),
                List.of(projects),
                true,
                1,
                at,
                50,
                Limits.NONE,
                List.of(),
                false)));
    }

    private Caller callerOf(Instant changed, String... projects) {
        var claims = new JwtClaims();
        claims.setStringClaim("upn", "alice");
        claims.setStringListClaim(Claims.PROJECTS, projects);
        claims.setClaim(Claims.CHANGED, Claims.changed(changed));
        var identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new DefaultJWTCallerPrincipal(claims))
                .addRole(Caller.USER)
                .build();
        return new CurrentCaller(identity, null, accounts).get();
    }
}
