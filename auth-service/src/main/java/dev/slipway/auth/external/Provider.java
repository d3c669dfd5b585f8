package dev.slipway.auth.external;

import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** The identity provider's own pages: what it says of itself, its keys, and the token for a code. */
@ApplicationScoped
class Provider {
    private static final Logger LOG = Logger.getLogger(Provider.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final WebClient client;
    private final OidcConfig config;
    private final InstantSource clock;
    private volatile Optional<Known> known = Optional.empty();

    Provider(Vertx vertx, OidcConfig config, InstantSource clock) {
        this.client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
        this.config = config;
        this.clock = clock;
    }

    /** What it said of itself, and its keys then. */
    record Known(String authorize, String token, List<JsonWebKey> keys, Instant until) {}

    /** Read again every few minutes. Fails with UNAVAILABLE when it does not answer or is another. */
    Uni<Known> known() {
        var now = known;
        return now.isPresent() && clock.instant().isBefore(now.get().until())
                ? Uni.createFrom().item(now.get())
                : read().invoke(it -> known = Optional.of(it));
    }

    private Uni<Known> read() {
        var issuer = config.issuer().orElseThrow(() -> Failure.notFound("identity provider", "configured"));
        return get(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration")
                .chain(about -> {
                    if (!issuer.equals(about.getString("issuer"))) {
                        LOG.errorf("provider says it is %s, not %s", about.getString("issuer"), issuer);
                        throw away();
                    }
                    return get(about.getString("jwks_uri"))
                            .map(keys -> new Known(
                                    about.getString("authorization_endpoint"),
                                    about.getString("token_endpoint"),
                                    keys(keys),
                                    clock.instant().plus(FRESH)));
                });
    }

    private static List<JsonWebKey> keys(JsonObject set) {
        try {
            return new JsonWebKeySet(set.encode()).getJsonWebKeys();
        } catch (JoseException e) {
            LOG.errorf("provider's keys cause=%s", e.getMessage());
            throw away();
        }
    }

    private Uni<JsonObject> get(String url) {
        return client.getAbs(url)
                .timeout(PATIENCE_MILLIS)
                .send()
                .map(response -> body(url, response))
                .onFailure(fault -> !(fault instanceof Failure))
                .transform(fault -> {
                    LOG.warnf("provider url=%s cause=%s", url, fault.getMessage());
                    return away();
                });
    }

    private static JsonObject body(String url, HttpResponse<Buffer> response) {
        if (response.statusCode() != 200) {
            LOG.warnf("provider url=%s status=%d", url, response.statusCode());
            throw away();
        }
        return response.bodyAsJsonObject();
    }

    /** The identity token for a code. Fails with UNAUTHENTICATED for a code that buys none. */
    Uni<String> idToken(Known provider, String code, String verifier, String redirect) {
        var form = MultiMap.caseInsensitiveMultiMap()
                .add("grant_type", "authorization_code")
                .add("code", code)
                .add("redirect_uri", redirect)
                .add("client_id", config.clientId())
                .add("code_verifier", verifier);
        var request = client.postAbs(provider.token()).timeout(PATIENCE_MILLIS);
        config.clientSecret().ifPresent(it -> request.basicAuthentication(config.clientId(), it));
        return request.sendForm(form)
                .onFailure()
                .transform(fault -> {
                    LOG.warnf("provider token cause=%s", fault.getMessage());
                    return away();
                })
                .map(response -> {
                    var token = response.statusCode() == 200
                            ? response.bodyAsJsonObject().getString("id_token")
                            : null;
                    if (token == null) {
                        LOG.warnf("provider gives no token status=%d", response.statusCode());
                        throw Failure.unauthenticated("The identity provider did not confirm the login");
                    }
                    return token;
                });
    }

    private static Failure away() {
        return Failure.unavailable("The identity provider does not answer; try again");
    }
}
