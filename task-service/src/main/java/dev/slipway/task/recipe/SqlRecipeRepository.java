package dev.slipway.task.recipe;

import dev.slipway.platform.reactive.Statements;
import dev.slipway.task.task.SpecJson;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Recipes in PostgreSQL. */
@ApplicationScoped
class SqlRecipeRepository implements RecipeRepository {
    private static final String READ =
            "select name, owner, description, task, spec, is_public, made_at, changed_at from recipe where ";
    private static final String INSERT = """
            insert into recipe (name, owner, description, task, spec, is_public, made_at, changed_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict do nothing""";
    private static final String UPDATE = """
            update recipe set description = ?3, task = ?4, spec = ?5, is_public = ?6, changed_at = ?8
            where name = ?1 and owner = ?2 and made_at = ?7""";

    @Override
    public Uni<Optional<Recipe>> find(String name) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(READ + "name = ?1", Object[].class)
                        .setParameter(1, name)
                        .getResultList())
                .map(rows -> rows.stream().findFirst().map(SqlRecipeRepository::recipe));
    }

    @Override
    public Uni<List<Recipe>> seenBy(String login, String after, int most) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                READ + "(is_public or owner = ?1) and name > ?2 order by name", Object[].class)
                        .setParameter(1, login)
                        .setParameter(2, after)
                        .setMaxResults(most)
                        .getResultList())
                .map(rows -> rows.stream().map(SqlRecipeRepository::recipe).toList());
    }

    @Override
    public Uni<Boolean> insert(Recipe recipe) {
        return write(INSERT, recipe).map(rows -> rows > 0);
    }

    @Override
    public Uni<Void> update(Recipe recipe) {
        return write(UPDATE, recipe).replaceWithVoid();
    }

    private static Uni<Integer> write(String sql, Recipe recipe) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql)
                        .setParameter(1, recipe.name())
                        .setParameter(2, recipe.owner())
                        .setParameter(3, recipe.description())
                        .setParameter(4, recipe.task())
                        .setParameter(5, SpecJson.write(recipe.spec()))
                        .setParameter(6, recipe.open())
                        .setParameter(7, recipe.madeAt())
                        .setParameter(8, recipe.changedAt())
                        .executeUpdate());
    }

    @Override
    public Uni<Void> delete(String name) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from recipe where name = ?1")
                        .setParameter(1, name)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Recipe recipe(Object[] row) {
        return new Recipe(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (long) row[3],
                SpecJson.read((String) row[4]),
                (boolean) row[5],
                Statements.instant(row[6]),
                Statements.instant(row[7]));
    }
}
