package dev.slipway.auth.project;

import dev.slipway.auth.account.AccountChanges;
import dev.slipway.auth.account.AccountRepository;
import dev.slipway.auth.account.Login;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps what accounts say of their projects in step with what projects say of their members. Every method joins the caller's
 * transaction, which holds {@code AccountRepository.lockOrder}.
 */
@ApplicationScoped
public class Memberships {
    private final ProjectRepository projects;
    private final ProjectChanges changes;
    private final AccountRepository accounts;
    private final AccountChanges accountChanges;
    private final InstantSource clock;

    Memberships(
            ProjectRepository projects,
            ProjectChanges changes,
            AccountRepository accounts,
            AccountChanges accountChanges,
            InstantSource clock) {
        this.projects = projects;
        this.changes = changes;
        this.accounts = accounts;
        this.accountChanges = accountChanges;
        this.clock = clock;
    }

    /** Whoever is new in {@code after} joins, whoever is missing leaves; accounts are locked by login. */
    Uni<Void> follow(ProjectId project, Set<String> before, Set<String> after) {
        var touched = new TreeSet<>(before);
        touched.addAll(after);
        touched.removeIf(login -> before.contains(login) == after.contains(login));
        return Multi.createFrom()
                .iterable(touched)
                .onItem()
                .transformToUniAndConcatenate(login -> follow(project, login, after.contains(login)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> follow(ProjectId project, String login, boolean joins) {
        mustExist("members", login, Login.isOne(login));
        var now = clock.instant();
        return accounts.lock(new Login(login))
                .onFailure(Memberships::isNotFound)
                .transform(_ -> noAccount("members", login))
                .chain(account -> accountChanges.update(
                        account, joins ? account.join(project.text(), now) : account.leave(project.text(), now)))
                .replaceWithVoid();
    }

    /** Goes on only when an owner is an account or nobody. */
    Uni<Void> mustBeAnOwner(Optional<String> owner) {
        if (owner.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var login = owner.get();
        mustExist("owner", login, Login.isOne(login));
        return accounts.find(new Login(login))
                .invoke(found -> mustExist("owner", login, found.isPresent()))
                .replaceWithVoid();
    }

    private static void mustExist(String field, String login, boolean exists) {
        if (!exists) {
            throw noAccount(field, login);
        }
    }

    private static Failure noAccount(String field, String login) {
        return Failure.invalid(field, "no account '%s'".formatted(login));
    }

    private static boolean isNotFound(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Kind.NOT_FOUND;
    }

    /** An account that is about to go leaves all its projects; those it owned have no owner then. */
    public Uni<Void> leaveAll(Login login) {
        return projects.concerning(login.text())
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(
                                project -> changes.update(project, without(project, login.text())))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Project without(Project project, String login) {
        var terms = project.terms();
        var others = new TreeSet<>(project.members());
        others.remove(login);
        return project.become(
                new Terms(
                        terms.description(),
                        terms.owner().equals(login) ? "" : terms.owner(),
                        terms.priority(),
                        terms.limits(),
                        terms.volumes()),
                others,
                clock.instant());
    }
}
