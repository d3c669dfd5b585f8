package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.account.Login;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** GO-Docker, guests. */
@Path("/api/1.0/guest/status")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "GO-Docker users")
public class GoDockerGuestResource {
    private final Accounts accounts;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GoDockerGuestResource(Accounts accounts, CurrentCaller caller, ObjectMapper json) {
        this.accounts = accounts;
        this.caller = caller;
        this.json = json;
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "setGuestStatus",
            summary = "Let a guest in, or no longer",
            description = "For administrators.")
    @RequestBody(content = @Content(schema = @Schema(implementation = GoDockerUserEdit.GuestStatus.class)))
    @APIResponse(
            responseCode = "200",
            description = "The guest as it is now",
            content = @Content(schema = @Schema(implementation = GoDockerUser.class)))
    @APIResponse(responseCode = "400", description = "Malformed; `msg` names the field")
    @APIResponse(responseCode = "401", description = "No valid token")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "404", description = "No such guest")
    public Uni<GoDockerUser> set(String body) {
        var who = caller.get();
        who.mustBeAdmin();
        var wire = GoDockerMapper.read(body, GoDockerUserEdit.GuestStatus.class, json);
        if (wire.id() == null || wire.active() == null) {
            throw Failure.invalid(wire.id() == null ? "id" : "active", "missing");
        }
        return accounts.setGuestStatus(new Login(wire.id()), wire.active(), who)
                .map(account -> GoDockerMapper.toUser(account, Optional.empty()));
    }
}
