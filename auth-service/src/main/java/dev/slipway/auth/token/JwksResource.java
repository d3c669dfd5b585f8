package dev.slipway.auth.token;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The public keys of our tokens (RFC 7517). */
@Path("/.well-known/jwks.json")
@Tag(name = "Tokens")
public class JwksResource {
    private final SigningKeys keys;

    JwksResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "Cache-Control", value = "public, max-age=60")
    @Operation(
            operationId = "jwks",
            summary = "The public keys that tokens are checked with",
            description = "Two while one replaces the other.")
    @APIResponse(responseCode = "200", description = "A JSON Web Key Set")
    public String jwks() {
        return keys.toJwks(KeyPurpose.TOKENS);
    }
}
