package dev.slipway.auth.project;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.platform.web.CreatedAnswer;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Projects in our own API. */
@Path("/api/v1/projects")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Projects", description = "What people share: priority, limits and folders")
@APIResponse(responseCode = "401", description = "No valid token")
public class ProjectResource {
    private static final int LONGEST_PAGE = 1000;

    private final Projects projects;
    private final CurrentCaller caller;

    ProjectResource(Projects projects, CurrentCaller caller) {
        this.projects = projects;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listProjects",
            summary = "List projects by id",
            description = "All for administrators; for others `default` and those they are a member or the owner of.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProjectJson.Page.class)),
            description = "A page of projects, and where the next one begins")
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    public Uni<ProjectJson.Page> list(
            @Parameter(description = "Only ids after this one") @QueryParam("after") @DefaultValue("") String after,
            @Parameter(description = "1 to 1000") @QueryParam("limit") @DefaultValue("100") String limit) {
        int length = pageLength(limit);
        if (!after.isEmpty() && !ProjectId.isOne(after)) {
            throw Failure.invalid("after", "not an id");
        }
        return projects.page(after, length + 1, caller.get()).map(found -> ProjectJson.Page.of(found, length));
    }

    @POST
    @Operation(operationId = "createProject", summary = "Make a project", description = "For administrators.")
    @APIResponse(
            responseCode = "201",
            description = "Made; `Location` names it",
            content = @Content(schema = @Schema(implementation = ProjectJson.class)))
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "409", description = "There is one of that id")
    public Uni<RestResponse<ProjectJson>> create(ProjectJson.@Nullable Edit wire) {
        var who = caller.get();
        who.mustBeAdmin();
        var wanted = ProjectJson.Edit.require(wire);
        return projects.create(wanted.newId(), wanted.toEdit(), who)
                .map(made -> CreatedAnswer.at("/api/v1/projects/" + made.id(), ProjectJson.of(made))
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getProject",
            summary = "Read a project",
            description = "For its members, its owner and administrators.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProjectJson.class)),
            description = "The project")
    @APIResponse(responseCode = "404", description = "No such project, or not yours")
    public Uni<ProjectJson> get(@PathParam("id") ProjectId id) {
        return shown(id, () -> projects.find(id, caller.get()));
    }

    @PATCH
    @Path("/{id}")
    @Operation(operationId = "editProject", summary = "Change a project", description = """
        For its owner and administrators; another owner and other volumes for administrators only. What is absent stays as \
        it is. A member can submit to it at once.\
        """)
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProjectJson.class)),
            description = "The project as it is now")
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "403", description = "Yours, but that is an administrator's to change")
    @APIResponse(responseCode = "404", description = "No such project, or not yours")
    @APIResponse(responseCode = "409", description = "It is `default`")
    public Uni<ProjectJson> edit(@PathParam("id") ProjectId id, ProjectJson.@Nullable Edit wire) {
        return shown(id, () -> projects.edit(id, ProjectJson.Edit.require(wire).toEdit(), caller.get()));
    }

    @PUT
    @Path("/{id}/members/{login}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "addMember",
            summary = "Take a member in",
            description = "For the owner and administrators. Doing it twice changes nothing.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProjectJson.class)),
            description = "The project as it is now")
    @APIResponse(responseCode = "400", description = "No such account")
    @APIResponse(responseCode = "404", description = "No such project, or not yours")
    @APIResponse(responseCode = "409", description = "It is `default`")
    public Uni<ProjectJson> join(@PathParam("id") ProjectId id, @PathParam("login") String login) {
        return shown(id, () -> projects.join(id, login, caller.get()));
    }

    @DELETE
    @Path("/{id}/members/{login}")
    @Operation(
            operationId = "removeMember",
            summary = "Let a member go",
            description = "For the owner, administrators and the member itself. Doing it twice changes nothing.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProjectJson.class)),
            description = "The project as it is now")
    @APIResponse(responseCode = "404", description = "No such project, or not yours")
    public Uni<ProjectJson> leave(@PathParam("id") ProjectId id, @PathParam("login") String login) {
        return shown(id, () -> projects.leave(id, login, caller.get()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteProject",
            summary = "Delete a project",
            description = "For administrators. Tasks that were submitted to it stay.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ProjectJson.class)),
            description = "The project as it was")
    @APIResponse(responseCode = "403", description = "Not an administrator")
    @APIResponse(responseCode = "404", description = "No such project")
    @APIResponse(responseCode = "409", description = "It is `default`")
    public Uni<ProjectJson> delete(@PathParam("id") ProjectId id) {
        return projects.delete(id, caller.get()).map(ProjectJson::of);
    }

    /** Whose project it is, and whether there is one, is nobody else's business. Who may read it may know why not. */
    private Uni<ProjectJson> shown(ProjectId id, Supplier<Uni<Project>> work) {
        var who = caller.get();
        return Uni.createFrom()
                .deferred(() -> work.get())
                .map(ProjectJson::of)
                .onFailure(ProjectResource::isForbidden)
                .recoverWithUni(fault -> projects.find(id, who)
                        .onFailure(ProjectResource::isForbidden)
                        .transform(_ -> Failure.notFound("project", id))
                        .chain(() -> Uni.createFrom().failure(fault)));
    }

    private static boolean isForbidden(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Kind.FORBIDDEN;
    }

    private static int pageLength(String limit) {
        if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > LONGEST_PAGE) {
            throw Failure.invalid("limit", "a number from 1 to " + LONGEST_PAGE);
        }
        return Integer.parseInt(limit);
    }
}
