package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.project.ProjectId;
import dev.slipway.auth.project.Projects;
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

/** GO-Docker, projects. */
@Path("/api/1.0/project")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "GO-Docker projects")
@APIResponse(responseCode = "401", description = "No valid token")
@APIResponse(responseCode = "403", description = "Not yours")
public class GoDockerProjectResource {
    private final Projects projects;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GoDockerProjectResource(Projects projects, CurrentCaller caller, ObjectMapper json) {
        this.projects = projects;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Operation(
            operationId = "listGoDockerProjects",
            summary = "List projects",
            description = "All for administrators, the owned ones for others.")
    @APIResponse(responseCode = "200", description = "The projects, by id")
    public Uni<List<GoDockerProject>> list() {
        return projects.steeredBy(caller.get()).map(GoDockerProjectMapper::toWire);
    }

    @POST
    @Operation(operationId = "addGoDockerProject", summary = "Make a project", description = "For administrators.")
    @RequestBody(content = @Content(schema = @Schema(implementation = GoDockerProject.class)))
    @APIResponse(responseCode = "200", description = "The project")
    @APIResponse(responseCode = "400", description = "Malformed; `msg` names the field")
    @APIResponse(responseCode = "409", description = "There is one of that id")
    public Uni<GoDockerProject> create(String body) {
        var who = caller.get();
        who.mustBeAdmin();
        var wire = GoDockerMapper.read(body, GoDockerProject.class, json);
        return projects.create(GoDockerProjectMapper.newId(wire), GoDockerProjectMapper.toEdit(wire), who)
                .map(GoDockerProjectMapper::toWire);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getGoDockerProject",
            summary = "Read a project",
            description = "For its members, its owner and administrators.")
    @APIResponse(responseCode = "200", description = "The project")
    @APIResponse(responseCode = "404", description = "No such project")
    public Uni<GoDockerProject> get(@PathParam("id") ProjectId id) {
        return projects.find(id, caller.get()).map(GoDockerProjectMapper::toWire);
    }

    @POST
    @Path("/{id}")
    @Operation(operationId = "editGoDockerProject", summary = "Change a project", description = """
        For its owner and administrators; other volumes and another owner for administrators only. Null and absent members \
        stay as they are.\
        """)
    @RequestBody(content = @Content(schema = @Schema(implementation = GoDockerProject.class)))
    @APIResponse(responseCode = "200", description = "The project as it is now")
    @APIResponse(responseCode = "400", description = "Malformed; `msg` names the field")
    @APIResponse(responseCode = "404", description = "No such project")
    @APIResponse(responseCode = "409", description = "It is `default`")
    public Uni<GoDockerProject> edit(@PathParam("id") ProjectId id, String body) {
        return projects.edit(
                        id,
                        GoDockerProjectMapper.toEdit(GoDockerMapper.read(body, GoDockerProject.class, json)),
                        caller.get())
                .map(GoDockerProjectMapper::toWire);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteGoDockerProject", summary = "Delete a project", description = "For administrators.")
    @APIResponse(responseCode = "200", description = "The project as it was")
    @APIResponse(responseCode = "404", description = "No such project")
    @APIResponse(responseCode = "409", description = "It is `default`")
    public Uni<GoDockerProject> delete(@PathParam("id") ProjectId id) {
        return projects.delete(id, caller.get()).map(GoDockerProjectMapper::toWire);
    }
}
