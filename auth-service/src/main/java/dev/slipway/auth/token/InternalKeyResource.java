package dev.slipway.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tells the other services what a key opens. Never routed by the gateway. */
@Path("/internal")
@RolesAllowed(Caller.SERVICE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class InternalKeyResource {
    private final Logins logins;
    private final InstantSource clock;

    InternalKeyResource(Logins logins, InstantSource clock) {
        this.logins = logins;
        this.clock = clock;
    }

    /** A key somebody showed, and the login he showed beside it. */
    record Shown(@Nullable String login, @Nullable String key) {}

    /** A token and the seconds it lives. */
    record Given(String token, @JsonProperty("expires_in") long expiresIn) {}

    /** A login and a key, and where whoever showed them is: his failures are not those of all who came to the same service. */
    record Pair(
            @Nullable String login,
            @Nullable String apikey,
            @Nullable String address) {}

    /** A key that opens: the id of a named one, null for the account's own. */
    record Opened(@Nullable String key) {}

    /** 404 for a key that opens nothing: a 401 here is about the asking service. */
    @POST
    @Path("/key-token")
    @Operation(hidden = true)
    public Uni<Given> exchange(@Nullable Shown shown) {
        if (shown == null || shown.key == null) {
            throw Failure.invalid("key", "missing");
        }
        return logins.forRequest(Optional.ofNullable(shown.login), shown.key)
                .map(found ->
                        found.orElseThrow(() -> new Failure(Failure.Kind.NOT_FOUND, "key.unknown", "No such key")))
                .map(it -> new Given(
                        it.token(),
                        Duration.between(clock.instant(), it.expires()).toSeconds()));
    }

    /** 200 when the key is that of the login and may do everything, 401 for every other answer; 429 after many failures. */
    @POST
    @Path("/credentials")
    @Operation(hidden = true)
    public Uni<Opened> check(@Nullable Pair pair) {
        if (pair == null || pair.login == null || pair.apikey == null) {
            throw Failure.invalid("login", "give {\"login\":…,\"apikey\":…,\"address\":…}");
        }
        var address = pair.address == null ? "internal" : pair.address;
        return logins.opensAll(pair.login, pair.apikey, address)
                .map(found -> found.map(it -> new Opened(it.keyId().orElse(null)))
                        .orElseThrow(() -> Failure.unauthenticated("Unknown user or wrong API key")));
    }
}
