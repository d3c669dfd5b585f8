package dev.slipway.auth.token;

import dev.slipway.auth.account.Account;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Claims;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Makes signed tokens. */
@ApplicationScoped
public class Tokens {
    static final String ISSUER = "slipway";

    private final SigningKeys keys;
    private final TokenConfig config;
    private final InstantSource clock;

    Tokens(SigningKeys keys, TokenConfig config, InstantSource clock) {
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /** For somebody who has just proved to be the account. */
    public String forAccount(Account account) {
        return sign(
                account.login().text(),
                account.roles(),
                List.copyOf(account.projects()),
                account.version(),
                config.accountLife());
    }

    /** For another service of this suite. */
    String forService(String name) {
        return sign(name, Set.of(Caller.SERVICE), List.of(), 0, config.serviceLife());
    }

    private String sign(String name, Set<String> roles, List<String> projects, long version, Duration life) {
        var key = keys.current();
        var now = clock.instant();
        return Jwt.issuer(ISSUER)
                .subject(name)
                .upn(name)
                .groups(roles)
                .claim(Claims.PROJECTS, projects)
                .claim(Claims.VERSION, version)
                .issuedAt(now)
                .expiresAt(now.plus(life))
                .jws()
                .keyId(key.kid())
                .algorithm(SignatureAlgorithm.ES256)
                .sign(key.privateKey());
    }
}
