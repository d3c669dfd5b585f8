package dev.slipway.auth.token;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The public keys of our tokens (RFC 7517). */
@Path("/.well-known/jwks.json")
@Tag(name = "Tokens")
public class JwksResource {
    private final SigningKeys keys;
    private final TokenConfig config;

    JwksResource(SigningKeys keys, TokenConfig config) {
        this.keys = keys;
        this.config = config;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "jwks",
            summary = "The public keys that tokens are checked with",
            description = "Two while one replaces the other.")
    @APIResponse(responseCode = "200", description = "A JSON Web Key Set")
    public RestResponse<String> jwks() {
        return RestResponse.ResponseBuilder.ok(keys.toJwks(KeyPurpose.TOKENS), MediaType.APPLICATION_JSON)
                .header("Cache-Control", config.keySetCaching())
                .build();
    }
}
