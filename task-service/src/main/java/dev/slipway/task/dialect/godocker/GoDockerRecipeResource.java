package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.recipe.Recipe;
import dev.slipway.task.recipe.Recipes;
import dev.slipway.task.task.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** GO-Docker's marketplace. */
@Path("/api/1.0/marketplace/recipe")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerRecipeResource {
    private final Recipes recipes;
    private final CurrentCaller caller;

    GoDockerRecipeResource(Recipes recipes, CurrentCaller caller) {
        this.recipes = recipes;
        this.caller = caller;
    }

    /** The open ones, and the caller's own. */
    @GET
    @PermitAll
    public Uni<List<ObjectNode>> all() {
        return caller.ask()
                .chain(asking -> recipes.all(asking, ""))
                .map(found -> found.stream().map(GoDockerRecipeResource::brief).toList());
    }

    /** One of them. */
    @GET
    @Path("/{recipe}")
    @PermitAll
    public Uni<ObjectNode> get(String recipe) {
        return caller.ask().chain(asking -> recipes.find(recipe, asking)).map(GoDockerRecipeResource::toWire);
    }

    /** Makes one of a task. */
    @POST
    @Path("/{recipe}")
    public Uni<ObjectNode> make(String recipe, byte[] body) {
        return recipes.make(recipe, change(body), caller.get()).map(GoDockerRecipeResource::toWire);
    }

    /** Changes what the body has. */
    @PUT
    @Path("/{recipe}")
    public Uni<ObjectNode> change(String recipe, byte[] body) {
        return recipes.change(recipe, change(body), caller.get()).map(GoDockerRecipeResource::toWire);
    }

    /** Removes it. */
    @DELETE
    @Path("/{recipe}")
    public Uni<ObjectNode> delete(String recipe) {
        return recipes.delete(recipe, caller.get())
                .map(_ -> JsonNodeFactory.instance
                        .objectNode()
                        .put("msg", "Recipe deleted")
                        .put("id", recipe));
    }

    private static Recipes.Change change(byte[] body) {
        var fields = Fields.of(body);
        return new Recipes.Change(
                fields.text("description"),
                fields.textOrNumber("task").map(TaskId::fromString),
                fields.has("public") ? Optional.of(fields.flag("public", false)) : Optional.empty());
    }

    private static ObjectNode brief(Recipe recipe) {
        return JsonNodeFactory.instance.objectNode().put("id", recipe.name()).put("description", recipe.description());
    }

    private static ObjectNode toWire(Recipe recipe) {
        return brief(recipe).put("task", recipe.task()).put("public", recipe.open());
    }
}
