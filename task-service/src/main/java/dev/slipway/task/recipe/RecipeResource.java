package dev.slipway.task.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.task.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Recipes. One that the caller may not see does not exist. */
@Path("/api/v1/recipes")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class RecipeResource {
    private final Recipes recipes;
    private final CurrentCaller caller;

    RecipeResource(Recipes recipes, CurrentCaller caller) {
        this.recipes = recipes;
        this.caller = caller;
    }

    /** Those the caller may see, by name, at most a thousand behind {@code after}. */
    @GET
    @PermitAll
    public Uni<All> all(@RestQuery @DefaultValue("") String after) {
        return caller.ask()
                .chain(asking -> recipes.all(asking, after))
                .map(found -> new All(found.stream().map(Wire::of).toList()));
    }

    /** One of them. */
    @GET
    @Path("/{name}")
    @PermitAll
    public Uni<Wire> get(String name) {
        return caller.ask()
                .chain(asking -> hidden(name, recipes.find(name, asking)))
                .map(Wire::of);
    }

    /** A new one; one of the caller's own by this name is changed. */
    @POST
    @ResponseStatus(201)
    public Uni<Wire> make(@Nullable Asked asked) {
        if (asked == null || asked.name() == null) {
            throw Failure.invalid("name", "is needed");
        }
        return recipes.make(asked.name(), asked.toChange(), caller.get()).map(Wire::of);
    }

    /** Changes what is given. */
    @PATCH
    @Path("/{name}")
    public Uni<Wire> change(String name, @Nullable Asked body) {
        var asked = body == null ? new Asked(null, null, null, null) : body;
        return hidden(name, recipes.change(name, asked.toChange(), caller.get()))
                .map(Wire::of);
    }

    /** Removes it. */
    @DELETE
    @Path("/{name}")
    public Uni<Void> delete(String name) {
        return hidden(name, recipes.delete(name, caller.get()));
    }

    /** A task of the caller by this recipe. */
    @POST
    @Path("/{name}/tasks")
    @ResponseStatus(201)
    public Uni<Made> submit(String name, @Nullable Submission wish) {
        var asked = wish == null ? new Submission(null, null) : wish;
        return hidden(
                        name,
                        recipes.submit(
                                name,
                                Optional.ofNullable(asked.name()),
                                Optional.ofNullable(asked.project()),
                                caller.get()))
                .map(task -> new Made(task.id().number(), task.spec().name()));
    }

    private static <T> Uni<T> hidden(String name, Uni<T> work) {
        return work.onFailure(fault ->
                        fault instanceof Failure failure && failure.reason().equals(Recipes.PRIVATE))
                .transform(_ -> Failure.notFound("recipe", name));
    }

    /** What a recipe shall be. */
    public record Asked(
            @Nullable String name,
            @Nullable String description,
            @Nullable Long task,
            @JsonProperty("public") @Nullable Boolean open) {
        Recipes.Change toChange() {
            return new Recipes.Change(
                    Optional.ofNullable(description),
                    Optional.ofNullable(task).map(TaskId::new),
                    Optional.ofNullable(open));
        }
    }

    /** What is different in the task. */
    public record Submission(
            @Nullable String name, @Nullable String project) {}

    /** The task. */
    public record Made(long id, String name) {}

    /** Recipes. */
    public record All(List<Wire> recipes) {}

    /** One recipe, with what its task asks for. */
    public record Wire(
            String name,
            String owner,
            String description,
            long task,
            String image,
            String script,
            @JsonProperty("public") boolean open,
            @JsonProperty("made_at") Instant madeAt,
            @JsonProperty("changed_at") Instant changedAt) {
        static Wire of(Recipe recipe) {
            return new Wire(
                    recipe.name(),
                    recipe.owner(),
                    recipe.description(),
                    recipe.task(),
                    recipe.spec().image(),
                    recipe.spec().script(),
                    recipe.open(),
                    recipe.madeAt(),
                    recipe.changedAt());
        }
    }
}
