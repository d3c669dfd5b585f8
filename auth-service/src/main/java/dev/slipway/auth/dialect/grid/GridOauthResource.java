package dev.slipway.auth.dialect.grid;

import dev.slipway.auth.token.Addresses;
import dev.slipway.auth.token.GridTokens;
import dev.slipway.auth.token.TokenConfig;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Grid, the token issuer. */
@Path("/v1/oauth")
@Tag(name = "Grid tokens", description = "The token issuer that Grid's clients are pointed at")
public class GridOauthResource {
    private final GridTokens tokens;
    private final TokenConfig config;

    GridOauthResource(GridTokens tokens, TokenConfig config) {
        this.tokens = tokens;
        this.config = config;
    }

    @POST
    @Path("/access_token")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "gridAccessToken", summary = "Get a token for Grid's routes", description = """
            The client id is a login and the client secret its API key. All parameters are in the query; the answer's body is \
            the bare token, for an hour at most.""")
    @APIResponse(responseCode = "200", description = "The token")
    @APIResponse(responseCode = "400", description = "Bad input; `error` names the parameter")
    @APIResponse(responseCode = "401", description = "Unknown client or wrong secret")
    public Uni<String> accessToken(
            @QueryParam("grant_type") @Nullable String grantType,
            @QueryParam("client_id") @Nullable String clientId,
            @QueryParam("client_secret") @Nullable String clientSecret,
            @QueryParam("scope") @Nullable String scope,
            @QueryParam("aud") @Nullable String audience,
            @QueryParam("validity") @Nullable String validity,
            @Context HttpServerRequest request) {
        if (!"client_credentials".equals(grantType)) {
            throw Failure.invalid("grant_type", "client_credentials is the only one");
        }
        return tokens.issue(new GridTokens.Request(
                require("client_id", clientId),
                require("client_secret", clientSecret),
                list(scope),
                Set.copyOf(list(audience)),
                seconds(validity),
                Addresses.of(request)));
    }

    @GET
    @Path("/jwt/refresh")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "gridRefresh", summary = "Exchange a token of Grid's for a new one", description = """
            Also for one that has expired within the last day.""")
    @APIResponse(responseCode = "200", description = "The token")
    @APIResponse(responseCode = "401", description = "No token")
    @APIResponse(responseCode = "403", description = "A bad or revoked token")
    @APIResponse(responseCode = "440", description = "One that expired too long ago")
    public Uni<String> refresh(@HeaderParam("Authorization") @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "bearer ", 0, 7)) {
            throw Failure.unauthenticated("A token is needed");
        }
        return tokens.refresh(authorization.substring(7).strip());
    }

    @GET
    @Path("/keys")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "gridKeys", summary = "The public keys of Grid's tokens, as a JSON Web Key Set")
    public RestResponse<String> keys() {
        return RestResponse.ResponseBuilder.ok(tokens.keys(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", config.keySetCaching())
                .build();
    }

    @GET
    @Path("/keys.pem")
    @Produces("application/x-pem-file")
    @Operation(operationId = "gridKeyPem", summary = "The public key that signs Grid's tokens now, in PEM")
    public String pem() {
        return tokens.pem();
    }

    private static String require(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Failure.invalid(name, "missing");
        }
        return value;
    }

    private static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split("[, ]+"))
                        .filter(it -> !it.isEmpty())
                        .distinct()
                        .toList();
    }

    private static Optional<Duration> seconds(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw Failure.invalid("validity", "a number of seconds");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
}
