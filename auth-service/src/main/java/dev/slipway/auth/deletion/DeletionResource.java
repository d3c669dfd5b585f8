package dev.slipway.auth.deletion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Tombstone;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** The end of accounts in our own API. */
@Path("/api/v1/accounts")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
@APIResponse(responseCode = "401", description = "No valid token")
@APIResponse(responseCode = "403", description = "Not an administrator")
public class DeletionResource {
    private final Deletions deletions;
    private final CurrentCaller caller;

    DeletionResource(Deletions deletions, CurrentCaller caller) {
        this.deletions = deletions;
        this.caller = caller;
    }

    /** How far it is. */
    @Schema(name = "Deletion")
    record Progress(
            String login,

            @Schema(enumeration = {"deleting", "deleted"}) String state,

            @Schema(description = "When it stopped being an account")
            Instant requested,

            @JsonProperty("tasks_cleared")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "When the last of its tasks was gone")
            @Nullable
            Instant tasksCleared,

            @JsonProperty("files_cleared")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "When the last of its files was gone")
            @Nullable
            Instant filesCleared) {
        static Progress of(Tombstone grave) {
            return new Progress(
                    grave.login().text(),
                    grave.isGone() ? "deleted" : "deleting",
                    grave.requested(),
                    grave.tasksCleared().orElse(null),
                    grave.filesCleared().orElse(null));
        }
    }

    @DELETE
    @Path("/{login}")
    @Operation(operationId = "deleteAccount", summary = "Delete an account, its tasks and its files", description = """
        For administrators, on others. It is no account from now on; its tasks and files go soon after: \
        `GET …/deletion` tells. Nothing brings it back. Its uid is never given again.\
        """)
    @APIResponse(
            responseCode = "202",
            description = "It is no account any more; the rest goes",
            content = @Content(schema = @Schema(implementation = Progress.class)))
    @APIResponse(responseCode = "404", description = "No such account")
    @APIResponse(
            responseCode = "409",
            description = "It is your own, the last active administrator, `admin`, or guests run as it")
    public Uni<RestResponse<Progress>> delete(@PathParam("login") Login login) {
        return deletions
                .delete(login, caller.get())
                .map(grave -> RestResponse.status(Status.ACCEPTED, Progress.of(grave)));
    }

    @GET
    @Path("/{login}/deletion")
    @Operation(
            operationId = "getDeletion",
            summary = "How far the deletion of an account is",
            description = "For administrators. Of the last deleted account of that login.")
    @APIResponse(
            responseCode = "200",
            description = "How far it is",
            content = @Content(schema = @Schema(implementation = Progress.class)))
    @APIResponse(responseCode = "404", description = "No account of that login was ever deleted")
    public Uni<Progress> progress(@PathParam("login") Login login) {
        return deletions.find(login, caller.get()).map(Progress::of);
    }
}
