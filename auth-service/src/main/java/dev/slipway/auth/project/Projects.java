package dev.slipway.auth.project;

import dev.slipway.auth.account.AccountRepository;
import dev.slipway.auth.account.Differences;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.audit.Audit;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What can be done with projects, whatever language the request came in. */
@ApplicationScoped
public class Projects {
    private static final int MOST_MEMBERS = 10_000;

    private final ProjectRepository repository;
    private final ProjectChanges changes;
    private final Memberships memberships;
    private final AccountRepository accounts;
    private final Audit audit;
    private final InstantSource clock;

    Projects(
            ProjectRepository repository,
            ProjectChanges changes,
            Memberships memberships,
            AccountRepository accounts,
            Audit audit,
            InstantSource clock) {
        this.repository = repository;
        this.changes = changes;
        this.memberships = memberships;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /** The project, for its members, its owner and administrators. NOT_FOUND is told before FORBIDDEN. */
    @WithSession
    public Uni<Project> find(ProjectId id, Caller caller) {
        return require(id).invoke(project -> must(project.isVisibleTo(caller)));
    }

    /** At most {@code limit} projects the caller may read, whose id comes after {@code after}; by id. */
    @WithSession
    public Uni<List<Project>> page(String after, int limit, Caller caller) {
        return caller.isAdmin() ? repository.page(after, limit) : repository.visible(caller.login(), after, limit);
    }

    /** What the caller may change: all for administrators, else what it owns; by id. */
    @WithSession
    public Uni<List<Project>> steeredBy(Caller caller) {
        return caller.isAdmin() ? repository.page("", Integer.MAX_VALUE) : repository.ownedBy(caller.login());
    }

    /** What an account may submit to: {@code default} first, then by id. For the account itself and for administrators. */
    @WithSession
    public Uni<List<Project>> of(Login member, Caller caller) {
        caller.mustControl(member.text());
        return accounts.find(member)
                .map(found -> found.orElseThrow(() -> Failure.notFound("account", member)))
                .chain(() -> require(ProjectId.DEFAULT))
                .chain(everybodys -> repository.of(member.text()).map(its -> {
                    var all = new ArrayList<Project>();
                    all.add(everybodys);
                    all.addAll(its);
                    return all;
                }));
    }

    /** A new project; for administrators. Its owner is who makes it, unless the terms name one. */
    @WithTransaction
    public Uni<Project> create(ProjectId id, ProjectEdit wanted, Caller caller) {
        caller.mustBeAdmin();
        var terms = new Terms("", caller.login(), Terms.NONE.priority(), Terms.NONE.limits(), List.of()).with(wanted);
        var members = sorted(wanted.members().orElse(Set.of()));
        return accounts.lockOrder()
                .chain(() -> repository.find(id))
                .invoke(found -> {
                    if (found.isPresent()) {
                        throw Failure.conflict("project.exists", "There is a project %s already".formatted(id));
                    }
                })
                .chain(() -> memberships.mustBeAnOwner(terms.ownedBy()))
                .chain(() -> repository.lastVersion(id))
                .chain(last -> {
                    var now = clock.instant();
                    return changes.insert(new Project(id, terms, members, last + 1, now, now));
                })
                .call(() -> memberships.follow(id, Set.of(), members))
                .call(() -> audit.note(caller.login(), "project.create", "project/" + id, "members " + members));
    }

    /** Changes a project; for its owner and for administrators. Another owner and other volumes are for administrators. */
    @WithTransaction
    public Uni<Project> edit(ProjectId id, ProjectEdit edit, Caller caller) {
        return change(
                id,
                caller,
                before -> before.become(
                        before.terms().with(edit), sorted(edit.members().orElse(before.members())), clock.instant()));
    }

    /** One more member; no change when it is one. For the owner and for administrators. */
    @WithTransaction
    public Uni<Project> join(ProjectId id, String login, Caller caller) {
        return change(id, caller, before -> {
            var members = new TreeSet<>(before.members());
            members.add(login);
            return before.become(before.terms(), members, clock.instant());
        });
    }

    /** One member less; no change when it is none. For the owner, for administrators and for the member itself. */
    @WithTransaction
    public Uni<Project> leave(ProjectId id, String login, Caller caller) {
        UnaryOperator<Project> without = before -> {
            var members = new TreeSet<>(before.members());
            members.remove(login);
            return before.become(before.terms(), members, clock.instant());
        };
        return caller.login().equals(login) && caller.roles().contains(Caller.USER)
                ? locked(id, before -> must(before.isVisibleTo(caller)), without, caller)
                : change(id, caller, without);
    }

    /** It is gone; for administrators. Tasks that were submitted to it stay. */
    @WithTransaction
    public Uni<Project> delete(ProjectId id, Caller caller) {
        caller.mustBeAdmin();
        return accounts.lockOrder()
                .chain(() -> require(id))
                .invoke(Projects::mustNotBeDefault)
                .call(project -> changes.delete(project, clock.instant()))
                .call(project -> memberships.follow(id, project.members(), Set.of()))
                .call(() -> audit.note(caller.login(), "project.delete", "project/" + id, ""));
    }

    private Uni<Project> change(ProjectId id, Caller caller, UnaryOperator<Project> decision) {
        return locked(id, before -> must(before.isSteeredBy(caller)), decision, caller);
    }

    private Uni<Project> locked(
            ProjectId id, Consumer<Project> allowed, UnaryOperator<Project> decision, Caller caller) {
        return accounts.lockOrder()
                .chain(() -> require(id))
                .invoke(allowed)
                .chain(before -> keep(before, decision.apply(before), caller));
    }

    private Uni<Project> keep(Project before, Project after, Caller caller) {
        if (after.equals(before)) {
            return Uni.createFrom().item(before);
        }
        mustNotBeDefault(before);
        if (before.terms().takesAnAdmin(after.terms())) {
            caller.mustBeAdmin();
        }
        if (after.members().size() > MOST_MEMBERS) {
            throw Failure.invalid("members", "at most " + MOST_MEMBERS);
        }
        return memberships
                .mustBeAnOwner(
                        after.terms().owner().equals(before.terms().owner())
                                ? Optional.empty()
                                : after.terms().ownedBy())
                .chain(() -> changes.update(before, after))
                .call(() -> memberships.follow(before.id(), before.members(), after.members()))
                .call(() -> audit.note(
                        caller.login(), "project.edit", "project/" + before.id(), differences(before, after)));
    }

    private static String differences(Project before, Project after) {
        return new Differences()
                .field("owner", before.terms().owner(), after.terms().owner())
                .field("members", before.members(), after.members())
                .field("priority", before.terms().priority(), after.terms().priority())
                .limits(before.terms().limits(), after.terms().limits())
                .changed("volumes", before.terms().volumes(), after.terms().volumes())
                .changed(
                        "description",
                        before.terms().description(),
                        after.terms().description())
                .toString();
    }

    private Uni<Project> require(ProjectId id) {
        return repository.find(id).map(found -> found.orElseThrow(() -> Failure.notFound("project", id)));
    }

    private static void must(boolean allowed) {
        if (!allowed) {
            throw Failure.forbidden("Not yours");
        }
    }

    private static void mustNotBeDefault(Project project) {
        if (project.isDefault()) {
            throw Failure.conflict("project.built_in", "The project default is everybody's and stays as it is");
        }
    }

    private static SortedSet<String> sorted(Set<String> members) {
        return new TreeSet<>(members);
    }
}
