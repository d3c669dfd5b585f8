package dev.slipway.auth.project;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Keeps projects. Every method joins the caller's session; who changes one holds {@code AccountRepository.lockOrder}. */
@ApplicationScoped
class ProjectRepository {
    private static final String OF_MEMBER = "select * from project where ?1 = any(members) order by id";
    private static final String OF_MEMBER_OR_OWNER =
            "select * from project where ?1 = any(members) or owner = ?1 order by id";
    private static final String VISIBLE = """
        select * from project where id > ?2 and (id = 'default' or ?1 = any(members) or owner = ?1) order by id limit ?3\
        """;
    private static final String REMEMBER = """
        insert into deleted_project (id, version) values (?1, ?2)
        on conflict (id) do update set version = excluded.version\
        """;

    private final Rows rows;

    ProjectRepository(Rows rows) {
        this.rows = rows;
    }

    /** The project, when there is one. */
    Uni<Optional<Project>> find(ProjectId id) {
        return rows.findById(id.text()).map(row -> Optional.ofNullable(row).map(ProjectRow::toProject));
    }

    /** At most {@code limit} of all projects whose id comes after {@code after}, by id. */
    Uni<List<Project>> page(String after, int limit) {
        return toProjects(
                rows.find("id > ?1 order by id", after).range(0, limit - 1).list());
    }

    /** The same of those that {@code login} may read. */
    Uni<List<Project>> visible(String login, String after, int limit) {
        return toProjects(rows.getSession()
                .chain(session -> session.createNativeQuery(VISIBLE, ProjectRow.class)
                        .setParameter(1, login)
                        .setParameter(2, after)
                        .setParameter(3, limit)
                        .getResultList()));
    }

    /** By id. */
    Uni<List<Project>> ownedBy(String login) {
        return toProjects(rows.find("owner = ?1 order by id", login).list());
    }

    /** Of those that somebody is a member of, but {@code default}; by id. */
    Uni<List<Project>> of(String member) {
        return toProjects(query(OF_MEMBER, member));
    }

    /** Of those that somebody is a member of or owns, but {@code default}; by id. */
    Uni<List<Project>> concerning(String login) {
        return toProjects(query(OF_MEMBER_OR_OWNER, login));
    }

    /** The version of the last deleted project of that id; 0 when there was none. */
    Uni<Long> lastVersion(ProjectId id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select coalesce(max(version), 0) from deleted_project where id = ?1", Long.class)
                        .setParameter(1, id.text())
                        .getSingleResult());
    }

    Uni<Void> insert(Project project) {
        return rows.persistAndFlush(ProjectRow.of(project)).replaceWithVoid();
    }

    Uni<Void> update(Project project) {
        return rows.findById(project.id().text())
                .invoke(row -> row.take(project))
                .chain(() -> rows.flush());
    }

    /** It is gone; {@code version} is remembered. */
    Uni<Void> delete(ProjectId id, long version) {
        return rows.deleteById(id.text())
                .chain(() -> rows.getSession())
                .chain(session -> session.createNativeQuery(REMEMBER)
                        .setParameter(1, id.text())
                        .setParameter(2, version)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<List<ProjectRow>> query(String sql, String login) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(sql, ProjectRow.class)
                        .setParameter(1, login)
                        .getResultList());
    }

    private static Uni<List<Project>> toProjects(Uni<List<ProjectRow>> found) {
        return found.map(list -> list.stream().map(ProjectRow::toProject).toList());
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<ProjectRow, String> {}
}
