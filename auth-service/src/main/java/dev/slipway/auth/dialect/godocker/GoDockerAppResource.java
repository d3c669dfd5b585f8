package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.app.AppToken;
import dev.slipway.auth.app.AppTokens;
import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.jspecify.annotations.Nullable;

/** GO-Docker, application tokens. */
@Path("/api/1.0/user/{id}/apps")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "GO-Docker applications", description = "Tokens by which an application learns who its user is")
public class GoDockerAppResource {
    private final AppTokens apps;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GoDockerAppResource(AppTokens apps, CurrentCaller caller, ObjectMapper json) {
        this.apps = apps;
        this.caller = caller;
        this.json = json;
    }

    /** What the application is called. */
    @Schema(name = "GoDockerNewApp")
    record NewApp(@Nullable String name) {}

    /** A token just made. */
    @Schema(name = "GoDockerMadeApp")
    record MadeApp(String name, String token) {}

    /** A token as listed. */
    @Schema(name = "GoDockerApp")
    record App(
            String name,
            String token,
            @Schema(description = "Epoch seconds") long created) {
        static App of(AppToken token) {
            return new App(token.name(), token.token(), token.madeAt().getEpochSecond());
        }
    }

    /** What was done. */
    @Schema(name = "GoDockerAppMessage")
    record Message(String msg) {}

    @GET
    @Operation(operationId = "listApps", summary = "List a user's application tokens")
    @APIResponse(responseCode = "403", description = "Somebody else's")
    public Uni<List<App>> list(@PathParam("id") Login id) {
        return apps.list(id, caller.get())
                .map(found -> found.stream().map(App::of).toList());
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createApp", summary = "Give an application a token")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewApp.class)))
    @APIResponse(responseCode = "403", description = "Somebody else's")
    public Uni<MadeApp> create(@PathParam("id") Login id, String body) {
        var wanted = GoDockerMapper.read(body, NewApp.class, json);
        return apps.create(id, wanted.name == null ? "" : wanted.name, caller.get())
                .map(it -> new MadeApp(it.name(), it.token()));
    }

    @DELETE
    @Path("/{token}")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "deleteApp", summary = "Take an application's token back")
    @APIResponse(responseCode = "404", description = "No such token")
    public Uni<Message> delete(@PathParam("id") Login id, @PathParam("token") String token) {
        return apps.delete(id, token, caller.get()).map(_ -> new Message("Token deleted"));
    }
}
