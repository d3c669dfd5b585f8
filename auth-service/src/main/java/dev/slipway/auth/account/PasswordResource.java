package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Passwords in our own API. */
@Path("/api/v1/accounts/{login}/password")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
public class PasswordResource {
    private final PasswordChange passwords;
    private final CurrentCaller caller;

    PasswordResource(PasswordChange passwords, CurrentCaller caller) {
        this.passwords = passwords;
        this.caller = caller;
    }

    /** The new one, and the one it replaces. */
    @Schema(name = "NewPassword", requiredProperties = "password")
    record NewPassword(
            @Schema(minLength = 12, maxLength = 128) @Nullable
            String password,

            @Schema(description = "The present one, for the own account when it has one") @Nullable
            String current) {}

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "changePassword", summary = "Set the password", description = """
        For the account itself and for administrators. Every token and session of the account is worthless within five seconds.\
        """)
    @APIResponse(responseCode = "204", description = "Set")
    @APIResponse(
            responseCode = "400",
            description = "Too short, too common, or not the present one; `detail` names the field")
    @APIResponse(responseCode = "404", description = "No such account, or not yours")
    public Uni<Void> change(@PathParam("login") Login login, @Nullable NewPassword wire) {
        if (wire == null || wire.password == null) {
            throw Failure.invalid("password", "missing");
        }
        return passwords.change(login, wire.password, wire.current, caller.get());
    }
}
