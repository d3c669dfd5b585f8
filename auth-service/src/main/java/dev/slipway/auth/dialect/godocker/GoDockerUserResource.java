package dev.slipway.auth.dialect.godocker;

import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.account.Login;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** GO-Docker, users. */
@Path("/api/1.0/user")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "GO-Docker users", description = "Logging in, and who one is")
@APIResponse(responseCode = "401", description = "No valid token")
public class GoDockerUserResource {
    private final Accounts accounts;
    private final CurrentCaller caller;

    GoDockerUserResource(Accounts accounts, CurrentCaller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getUser",
            summary = "Read a user",
            description =
                    "For the user itself and for administrators. `credentials.apikey` is filled for the user itself only.")
    @APIResponse(
            responseCode = "200",
            description = "The user",
            content = @Content(schema = @Schema(implementation = GoDockerUser.class)))
    @APIResponse(responseCode = "403", description = "Somebody else's")
    @APIResponse(responseCode = "404", description = "No such user")
    public Uni<GoDockerUser> get(@PathParam("id") Login id) {
        var who = caller.get();
        return accounts.find(id, who)
                .chain(account -> accounts.keyOf(account, who).map(key -> GoDockerMapper.toUser(account, key)));
    }
}
