package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.deletion.Deletions;
import dev.slipway.auth.project.Projects;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
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
    private final Deletions deletions;
    private final Projects projects;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GoDockerUserResource(
            Accounts accounts, Deletions deletions, Projects projects, CurrentCaller caller, ObjectMapper json) {
        this.accounts = accounts;
        this.deletions = deletions;
        this.projects = projects;
        this.caller = caller;
        this.json = json;
    }

    /** A key just made. */
    @Schema(name = "GoDockerApiKey")
    record NewKey(String apikey) {}

    /** Who was deleted. */
    @Schema(name = "GoDockerDeletedUser")
    record Deleted(String id, String msg) {}

    @GET
    @Operation(
            operationId = "listUsers",
            summary = "List users",
            description = "For administrators. Nobody's `credentials.apikey` is filled.")
    @APIResponse(responseCode = "200", description = "The users, by id")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    public Uni<List<GoDockerUser>> list() {
        return accounts.page("", Integer.MAX_VALUE, caller.get()).map(GoDockerMapper::toUsers);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getUser",
            summary = "Read a user",
            description =
                    "For the user itself and for administrators. `credentials.apikey` is filled for the user itself"
                            + " only.")
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

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "editUser", summary = "Change a user", description = """
        E-mail and public key for the user itself; these, `usage.prio` and `usage.quota_*` for administrators. Whatever \
        else is sent stays as it is.\
        """)
    @RequestBody(content = @Content(schema = @Schema(implementation = GoDockerUserEdit.class)))
    @APIResponse(
            responseCode = "200",
            description = "The user as it is now",
            content = @Content(schema = @Schema(implementation = GoDockerUser.class)))
    @APIResponse(responseCode = "400", description = "Malformed; `msg` names the field")
    @APIResponse(responseCode = "403", description = "Somebody else's")
    @APIResponse(responseCode = "404", description = "No such user")
    public Uni<GoDockerUser> edit(@PathParam("id") Login id, String body) {
        var who = caller.get();
        return accounts.edit(
                        id, GoDockerMapper.toEdit(GoDockerMapper.read(body, GoDockerUserEdit.class, json), who), who)
                .chain(account -> accounts.keyOf(account, who).map(key -> GoDockerMapper.toUser(account, key)));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "removeUser", summary = "Delete a user, its tasks and its files", description = """
        For administrators, on others. It is no user from now on; its tasks and files go soon after.\
        """)
    @APIResponse(
            responseCode = "200",
            description = "It is no user any more",
            content = @Content(schema = @Schema(implementation = Deleted.class)))
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "404", description = "No such user")
    @APIResponse(
            responseCode = "409",
            description = "It is your own, the last active administrator, or guests run as it")
    public Uni<Deleted> remove(@PathParam("id") Login id) {
        return deletions.delete(id, caller.get()).map(_ -> new Deleted(id.text(), "User deleted"));
    }

    @DELETE
    @Path("/{id}/apikey")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "regenerateUserApiKey", summary = "Make a new API key", description = """
        For the user itself and for administrators. The old key stops working at once, and every token of the user within \
        five seconds.\
        """)
    @APIResponse(
            responseCode = "200",
            description = "The new key",
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    @APIResponse(responseCode = "403", description = "Somebody else's")
    @APIResponse(responseCode = "404", description = "No such user")
    public Uni<NewKey> regenerateKey(@PathParam("id") Login id) {
        return accounts.regenerateKey(id, caller.get())
                .map(issued -> new NewKey(issued.key().text()));
    }

    @GET
    @Path("/{id}/project")
    @Operation(
            operationId = "listUserProjects",
            summary = "List what a user may submit to",
            description = "For the user itself and for administrators. `default` comes first.")
    @APIResponse(responseCode = "200", description = "The projects")
    @APIResponse(responseCode = "403", description = "Somebody else's")
    @APIResponse(responseCode = "404", description = "No such user")
    public Uni<List<GoDockerProject>> projects(@PathParam("id") Login id) {
        return projects.of(id, caller.get()).map(GoDockerProjectMapper::toWire);
    }
}
