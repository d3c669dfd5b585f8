package dev.slipway.task.recipe;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.Reruns;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.Tasks;
import dev.slipway.task.task.Wording;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be done with recipes: everybody uses the open ones, their owners and administrators change them. */
@ApplicationScoped
public class Recipes {
    /** Why a recipe is not shown. */
    static final String PRIVATE = "recipe.private";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int LONGEST_DESCRIPTION = 10_000;
    private static final int MOST = 1000;

    private final RecipeRepository repository;
    private final Tasks tasks;
    private final Reruns reruns;
    private final InstantSource clock;

    Recipes(RecipeRepository repository, Tasks tasks, Reruns reruns, InstantSource clock) {
        this.repository = repository;
        this.tasks = tasks;
        this.reruns = reruns;
        this.clock = clock;
    }

    /** What is to be different; what is empty stays as it is. A task gives its wish anew. */
    public record Change(Optional<String> description, Optional<TaskId> task, Optional<Boolean> open) {}

    /** The recipes the caller, if anybody, may see, by name; at most a thousand behind {@code after}. */
    public Uni<List<Recipe>> all(Optional<Caller> caller, String after) {
        return Panache.withSession(
                () -> repository.seenBy(caller.map(Caller::login).orElse(""), after, MOST));
    }

    /** One of them. Fails with FORBIDDEN for one that is not open and another's. */
    public Uni<Recipe> find(String name, Optional<Caller> caller) {
        return Panache.withSession(() -> require(name)).invoke(recipe -> {
            if (!recipe.open()
                    && caller.filter(it -> it.controls(recipe.owner())).isEmpty()) {
                throw new Failure(Kind.FORBIDDEN, PRIVATE, "The recipe is private");
            }
        });
    }

    /**
     * A new recipe of a task the caller may see; a recipe of its own by this name is changed instead.
     *
     * @throws Failure FORBIDDEN when the name is another's
     */
    public Uni<Recipe> make(String name, Change wish, Caller caller) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("recipe", "must be up to 128 letters, digits, dots, dashes and underlines");
        }
        var description =
                wish.description().orElseThrow(() -> Failure.invalid("description", "is needed and must not be empty"));
        var task = wish.task().orElseThrow(() -> Failure.invalid("task", "is needed: the number of a task"));
        check(description);
        var now = clock.instant();
        return tasks.find(task, caller)
                .map(it -> new Recipe(
                        name,
                        caller.login(),
                        description,
                        task.number(),
                        Reruns.wishOf(it),
                        wish.open().orElse(false),
                        now,
                        now))
                .chain(recipe -> Panache.withTransaction(() -> repository.insert(recipe))
                        .chain(made -> made ? Uni.createFrom().item(recipe) : change(name, wish, caller)));
    }

    /** Changes what is given. */
    public Uni<Recipe> change(String name, Change wish, Caller caller) {
        wish.description().ifPresent(Recipes::check);
        return own(name, caller)
                .chain(before -> wish.task()
                        .map(it -> tasks.find(it, caller).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.<Task>empty()))
                        .map(task -> changed(before, wish, task)))
                .call(recipe -> Panache.withTransaction(() -> repository.update(recipe)));
    }

    private Recipe changed(Recipe before, Change wish, Optional<Task> task) {
        return new Recipe(
                before.name(),
                before.owner(),
                wish.description().orElse(before.description()),
                task.map(it -> it.id().number()).orElse(before.task()),
                task.map(Reruns::wishOf).orElse(before.spec()),
                wish.open().orElse(before.open()),
                before.madeAt(),
                clock.instant());
    }

    /** Removes it; tasks made of it stay. */
    public Uni<Void> delete(String name, Caller caller) {
        return own(name, caller).chain(() -> Panache.withTransaction(() -> repository.delete(name)));
    }

    /** A task of the caller that asks for what the recipe says. */
    public Uni<Task> submit(String name, Optional<String> taskName, Optional<String> project, Caller caller) {
        return find(name, Optional.of(caller)).chain(recipe -> reruns.submit(recipe.spec(), taskName, project, caller));
    }

    private Uni<Recipe> own(String name, Caller caller) {
        return find(name, Optional.of(caller)).invoke(recipe -> caller.mustControl(recipe.owner()));
    }

    private Uni<Recipe> require(String name) {
        return repository.find(name).map(it -> it.orElseThrow(() -> Failure.notFound("recipe", name)));
    }

    private static void check(String description) {
        Wording.text("description", description);
        if (description.isBlank() || description.length() > LONGEST_DESCRIPTION) {
            throw Failure.invalid("description", "must have 1 to %d characters".formatted(LONGEST_DESCRIPTION));
        }
    }
}
