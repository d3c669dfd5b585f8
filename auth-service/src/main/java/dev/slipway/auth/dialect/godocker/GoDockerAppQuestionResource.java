package dev.slipway.auth.dialect.godocker;

import dev.slipway.auth.app.AppTokens;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** GO-Docker, what applications ask of their tokens. */
@Path("/api/1.0/app/{token}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "GO-Docker applications")
public class GoDockerAppQuestionResource {
    private final AppTokens apps;

    GoDockerAppQuestionResource(AppTokens apps) {
        this.apps = apps;
    }

    @GET
    @Operation(operationId = "askApp", summary = "Whose token is this?", description = """
        For applications: the bearer is a JSON Web Token (HS256, signed with the shared secret) whose `app_token` is the \
        same. The answer has no credentials.\
        """)
    @APIResponse(responseCode = "401", description = "Not signed with the shared secret")
    @APIResponse(responseCode = "403", description = "About another token")
    @APIResponse(responseCode = "404", description = "Nobody's")
    public Uni<GoDockerUser> ask(
            @PathParam("token") String token, @HeaderParam("Authorization") @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Failure.unauthenticated("A token of an application is needed");
        }
        return apps.ask(token, authorization.substring(7).strip())
                .map(account -> GoDockerMapper.toUser(account, Optional.empty()));
    }
}
