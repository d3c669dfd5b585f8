package dev.slipway.auth.token;

import dev.slipway.auth.account.Account;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Claims;
import dev.slipway.platform.identity.Scope;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Makes signed tokens. */
@ApplicationScoped
public class Tokens {
    private final SigningKeys keys;
    private final TokenConfig config;
    private final InstantSource clock;

    Tokens(SigningKeys keys, TokenConfig config, InstantSource clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** A token and when it expires. */
    public record Issued(String token, Instant expires) {}

    /** For somebody who has just proved to be the account with a key that lets him do {@code proof}. */
    Issued forAccount(Account account, Proof proof, Duration life) {
        var now = clock.instant();
        var until = now.plus(life);
        var end = proof.expires().filter(it -> it.isBefore(until)).orElse(until);
        var claims = claims(account, proof, now, end).issuer(Claims.ISSUER);
        if (proof.scope() != Scope.ALL) {
            claims.claim(Claims.SCOPE, proof.scope().text());
        }
        return new Issued(sign(KeyPurpose.TOKENS, claims), end);
    }

    /** For another service of this suite. */
    String forService(String name) {
        var now = clock.instant();
        return sign(
                KeyPurpose.TOKENS,
                Jwt.subject(name)
                        .issuer(Claims.ISSUER)
                        .upn(name)
                        .groups(Set.of(Caller.SERVICE))
                        .claim(Claims.PROJECTS, List.of())
                        .claim(Claims.VERSION, 0)
                        .issuedAt(now)
                        .expiresAt(now.plus(config.serviceLife())));
    }

    /** For a Grid client; good on Grid's routes only. */
    Issued forGrid(Account account, Proof proof, List<String> scope, Set<String> audience, Duration life) {
        var now = clock.instant();
        var end = now.plus(life);
        var claims = claims(account, proof, now, end)
                .issuer(Claims.GRID_ISSUER)
                .claim("azp", account.login().text())
                .claim("username", account.login().text())
                .claim(Claims.SCOPE, scope);
        if (!audience.isEmpty()) {
            claims.audience(audience);
        }
        return new Issued(sign(KeyPurpose.GRID, claims), end);
    }

    /** A key that may do less makes nobody an administrator. */
    private static JwtClaimsBuilder claims(Account account, Proof proof, Instant now, Instant end) {
        var login = account.login().text();
        var claims = Jwt.subject(login)
                .upn(login)
                .groups(proof.scope() == Scope.ALL ? account.roles() : Set.of(Caller.USER))
                .claim(Claims.PROJECTS, List.copyOf(account.projects()))
                .claim(Claims.VERSION, account.version())
                .claim(Claims.CHANGED, Claims.changed(account.changed()))
                .issuedAt(now)
                .expiresAt(end);
        proof.keyId().ifPresent(it -> claims.claim(Claims.KEY, it));
        return claims;
    }

    private String sign(KeyPurpose purpose, JwtClaimsBuilder claims) {
        var key = keys.signing(purpose);
        return claims.jws().keyId(key.kid()).algorithm(purpose.algorithm()).sign(key.privateKey());
    }
}
