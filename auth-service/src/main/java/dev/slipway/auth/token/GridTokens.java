package dev.slipway.auth.token;

import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.credential.Attempts;
import dev.slipway.auth.credential.NamedKeys;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Claims;
import dev.slipway.platform.identity.GridConfig;
import dev.slipway.platform.identity.Scope;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** The issuer of Grid's clients: their client id is a login, their client secret one of its keys. */
@ApplicationScoped
public class GridTokens {
    private static final String MEMBER_OF = "user:memberof:";

    private final Logins logins;
    private final Accounts accounts;
    private final NamedKeys keys;
    private final Attempts attempts;
    private final Tokens tokens;
    private final OwnTokens checks;
    private final TokenConfig config;
    private final GridConfig grid;
    private final SigningKeys signing;
    private final InstantSource clock;

    GridTokens(
            Logins logins,
            Accounts accounts,
            NamedKeys keys,
            Attempts attempts,
            Tokens tokens,
            OwnTokens checks,
            TokenConfig config,
            GridConfig grid,
            SigningKeys signing,
            InstantSource clock) {
        this.logins = logins;
        this.accounts = accounts;
        this.keys = keys;
        this.attempts = attempts;
        this.tokens = tokens;
        this.checks = checks;
        this.config = config;
        this.grid = grid;
        this.signing = signing;
        this.clock = clock;
    }

    /**
     * What a client asks for.
     *
     * @param scope what it wants; of memberships it gets those it has
     * @param validity empty for the longest
     */
    public record Request(
            String clientId,
            String clientSecret,
            List<String> scope,
            Set<String> audience,
            Optional<Duration> validity,
            String address) {}

    /** A token for a client. Fails with UNAUTHENTICATED for wrong credentials, as Grid's clients expect. */
    public Uni<String> issue(Request request) {
        attempts.mustBeFew(request.clientId(), request.address());
        return logins.prove(Optional.of(request.clientId()), request.clientSecret())
                .map(found -> found.filter(it -> it.proof().scope() == Scope.ALL)
                        .orElseThrow(() -> {
                            attempts.failed(request.clientId(), request.address());
                            return Failure.unauthenticated("Unknown client or wrong secret");
                        }))
                .map(it -> tokens.forGrid(
                                it.account(),
                                it.proof(),
                                granted(request.scope(), it.account()),
                                request.audience(),
                                life(request.validity(), it.proof()))
                        .token());
    }

    /** What is wanted, but no longer than Grid's tokens live, and not longer than the key. */
    private Duration life(Optional<Duration> wanted, Proof proof) {
        var most = config.gridLife();
        var life = wanted.filter(it -> it.compareTo(most) < 0).orElse(most);
        return proof.expires()
                .map(it -> Duration.between(clock.instant(), it))
                .filter(it -> it.compareTo(life) < 0)
                .orElse(life);
    }

    /** Everybody here is a member of the suite's organisation, and of one for each project. */
    private List<String> granted(List<String> wanted, Account account) {
        var granted = new ArrayList<String>();
        for (var it : wanted) {
            var organisation = it.startsWith(MEMBER_OF) ? it.substring(MEMBER_OF.length()) : "";
            if (organisation.equals(grid.organisation()) || account.projects().contains(organisation)) {
                granted.add(it);
            }
        }
        return granted;
    }

    /** The same token with a new time, also for one that expired not long ago. */
    @WithSession
    public Uni<String> refresh(String token) {
        var old = parse(token);
        return accounts.findActive(old.getName())
                .map(found -> found.filter(it -> version(old) >= it.version())
                        .orElseThrow(() -> new Failure(
                                Failure.Kind.FORBIDDEN, "token.revoked", "The token does not count any more")))
                .call(_ -> keyOf(old).isEmpty()
                        ? Uni.createFrom().voidItem()
                        : mustExist(keyOf(old).get()))
                .map(account -> tokens.forGrid(
                                account,
                                new Proof(Scope.ALL, keyOf(old), Optional.empty()),
                                granted(scopeOf(old), account),
                                Optional.ofNullable(old.getAudience()).orElse(Set.of()),
                                config.gridLife())
                        .token());
    }

    private Uni<Void> mustExist(String key) {
        return keys.exists(key)
                .invoke(exists -> {
                    if (!exists) {
                        throw new Failure(Failure.Kind.FORBIDDEN, "token.revoked", "The token does not count any more");
                    }
                })
                .replaceWithVoid();
    }

    private JWTCallerPrincipal parse(String token) {
        try {
            return checks.parseGrid(token, config.gridGrace().toSeconds());
        } catch (ParseException e) {
            var expired = e.getCause() instanceof InvalidJwtException jwt && jwt.hasExpired();
            throw new Failure(
                    Failure.Kind.UNAUTHENTICATED,
                    expired ? "token.expired" : "token.invalid",
                    expired ? "The token has expired" : "The token is not valid");
        }
    }

    private static long version(JsonWebToken token) {
        return token.getClaim(Claims.VERSION) instanceof Number number
                ? number.longValue()
                : Long.parseLong(String.valueOf(token.<Object>getClaim(Claims.VERSION)));
    }

    private static Optional<String> keyOf(JsonWebToken token) {
        return Optional.ofNullable(token.<Object>getClaim(Claims.KEY)).map(GridTokens::text);
    }

    private static List<String> scopeOf(JsonWebToken token) {
        var scope = new ArrayList<String>();
        if (token.<Object>getClaim(Claims.SCOPE) instanceof Iterable<?> list) {
            list.forEach(it -> scope.add(text(it)));
        }
        return scope;
    }

    private static String text(Object claim) {
        return claim instanceof JsonString it ? it.getString() : claim.toString();
    }

    /** The public keys of Grid's tokens, a JSON Web Key Set. */
    public String keys() {
        return signing.toJwks(KeyPurpose.GRID);
    }

    /** The public key that signs now, in PEM. */
    public String pem() {
        var encoded = signing.signing(KeyPurpose.GRID).publicKey().getEncoded();
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
    }
}
