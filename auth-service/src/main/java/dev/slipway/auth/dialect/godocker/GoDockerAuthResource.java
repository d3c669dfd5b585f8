package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.token.Addresses;
import dev.slipway.auth.token.Logins;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** GO-Docker, logging in. */
@Path("/api/1.0/authenticate")
@Tag(name = "GO-Docker users")
public class GoDockerAuthResource {
    private final Logins logins;
    private final ObjectMapper json;

    GoDockerAuthResource(Logins logins, ObjectMapper json) {
        this.logins = logins;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "authenticate", summary = "Get a token for an API key")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GoDockerLogin.class)))
    @APIResponse(
            responseCode = "200",
            description = "A token",
            content = @Content(schema = @Schema(implementation = GoDockerLogin.Token.class)))
    @APIResponse(responseCode = "400", description = "Malformed; `msg` names the field")
    @APIResponse(responseCode = "401", description = "Unknown user, wrong key or disabled account")
    public Uni<GoDockerLogin.Token> authenticate(String body, @Context HttpServerRequest request) {
        var login = GoDockerMapper.toLogin(body, json);
        return logins.byKey(login.user(), login.apikey(), Addresses.of(request)).map(GoDockerLogin.Token::new);
    }
}
