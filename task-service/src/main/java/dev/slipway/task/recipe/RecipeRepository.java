package dev.slipway.task.recipe;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Keeps recipes. Every method joins the caller's transaction or session. */
interface RecipeRepository {
    Uni<Optional<Recipe>> find(String name);

    /** Those everybody may see, and those of this account, by name, behind {@code after}. */
    Uni<List<Recipe>> seenBy(String login, String after, int most);

    /** False when there is one of this name. */
    Uni<Boolean> insert(Recipe recipe);

    Uni<Void> update(Recipe recipe);

    Uni<Void> delete(String name);
}
