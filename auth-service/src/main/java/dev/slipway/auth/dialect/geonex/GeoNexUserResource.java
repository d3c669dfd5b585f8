package dev.slipway.auth.dialect.geonex;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.jboss.resteasy.reactive.RestResponse;

/** GeoNEX, users, under /geonex. */
@Path("/geonex")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "GeoNEX users")
public class GeoNexUserResource {
    private final GeoNexUsers users;

    GeoNexUserResource(GeoNexUsers users) {
        this.users = users;
    }

    @GET
    @Path("/describe-users")
    @Authenticated
    @Operation(
            operationId = "geonex_describeUsers",
            summary = "List users",
            description = "All for administrators, themselves for others.")
    @APIResponse(
            responseCode = "200",
            description = "The users",
            content = @Content(schema = @Schema(implementation = GeoNexAnswer.class)))
    @APIResponse(responseCode = "401", description = "No valid credentials; code 1003")
    public Uni<GeoNexAnswer> describe(@Context RoutingContext request) {
        return users.describe(request);
    }

    @POST
    @Path("/register-user")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "geonex_registerUser", summary = "Ask for an account", description = """
        Needs no credentials. Form or JSON; nothing in the query. An administrator has to activate the account. The answer \
        is the same when somebody has that e-mail address already.\
        """)
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = GeoNexRegistration.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                        schema = @Schema(implementation = GeoNexRegistration.class))
            })
    @APIResponse(
            responseCode = "201",
            description = "It waits for an administrator",
            content = @Content(schema = @Schema(implementation = GeoNexAnswer.class)))
    @APIResponse(responseCode = "400", description = "Malformed; code 1001 or 1002, `message` names the parameter")
    @APIResponse(responseCode = "403", description = "Self-registration is off; code 1004")
    @APIResponse(responseCode = "409", description = "That name is taken; code 1017")
    @APIResponse(responseCode = "429", description = "Too many from this network; code 1016")
    public Uni<RestResponse<GeoNexAnswer>> register(String body, @Context RoutingContext request) {
        return users.register(body, request);
    }
}
