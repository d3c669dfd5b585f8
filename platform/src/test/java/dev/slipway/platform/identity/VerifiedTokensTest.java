package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final List<String> checked = new ArrayList<>();
    private Instant now = NOON;
    private long life = 60;
    private final VerifiedTokens tokens = new VerifiedTokens(() -> now);

    @Test
    void aTokenIsCheckedOnce() throws Exception {
        assertThat(tokens.get("a", this::good)).isSameAs(tokens.get("a", this::good));
        tokens.get("b", this::good);
        assertThat(checked).containsExactly("a", "b");
    }

    @Test
    void anExpiredOneIsCheckedAgainAndThenRefused() throws Exception {
        tokens.get("a", this::good);
        now = NOON.plusSeconds(60);
        assertThatThrownBy(() -> tokens.get("a", this::bad)).isInstanceOf(ParseException.class);
    }

    @Test
    void theSignatureIsCheckedAgainAfterSomeMinutesForItsKeyMayBeRetired() throws Exception {
        life = 3600;
        tokens.get("a", this::good);
        now = NOON.plusSeconds(299);
        tokens.get("a", this::bad);
        now = NOON.plusSeconds(300);
        assertThatThrownBy(() -> tokens.get("a", this::bad)).isInstanceOf(ParseException.class);
    }

    @Test
    void oneThatIsAboutToBeCheckedAgainIsNotKnownAnyMore() throws Exception {
        life = 3600;
        assertThat(tokens.has("a")).isFalse();
        tokens.get("a", this::good);
        now = NOON.plusSeconds(298);
        assertThat(tokens.has("a")).isTrue();
        now = NOON.plusSeconds(299);
        assertThat(tokens.has("a")).isFalse();
    }

    @Test
    void aRefusedOneIsNotRemembered() throws Exception {
        assertThatThrownBy(() -> tokens.get("a", this::bad)).isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> tokens.get("a", this::bad)).isInstanceOf(ParseException.class);
        assertThat(checked).containsExactly("a", "a");
    }

    @Test
    void whoeverShowsEndlesslyManyFillsNoMemory() throws Exception {
        for (int i = 0; i < 2001; i++) {
            tokens.get("token" + i, this::good);
        }
        tokens.get("token0", this::good);
        assertThat(checked).hasSize(2002);
    }

    private JWTCallerPrincipal good(String token) {
        checked.add(token);
        var claims = new JwtClaims();
        claims.setSubject(token);
        claims.setExpirationTime(NumericDate.fromSeconds(NOON.plusSeconds(life).getEpochSecond()));
        return new DefaultJWTCallerPrincipal(claims);
    }

    private JWTCallerPrincipal bad(String token) throws ParseException {
        checked.add(token);
        throw new ParseException("no");
    }
}
