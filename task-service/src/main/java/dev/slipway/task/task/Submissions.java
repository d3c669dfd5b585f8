package dev.slipway.task.task;

import dev.slipway.platform.contract.AccountEvent.Changed;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.KnownAccounts;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Pending;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Takes tasks in: who may ask for what, and with whose rights it will run. */
@ApplicationScoped
public class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);
    private static final String EVERYBODYS = "default";

    private final TaskRepository repository;
    private final Intake intake;
    private final KnownAccounts accounts;
    private final TaskConfig config;
    private final InstantSource clock;

    Submissions(
            TaskRepository repository, Intake intake, KnownAccounts accounts, TaskConfig config, InstantSource clock) {
        this.repository = repository;
        this.intake = intake;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
    }

    /** The new task, once it cannot be lost any more. */
    public Uni<Task> submit(Submission wish, Caller caller) {
        mustBeAllowed(wish, caller);
        return accountOf(wish, caller)
                .chain(account -> repository.nextId().map(id -> taskOf(id, wish, account)))
                .call(intake::store)
                .invoke(task -> LOG.infof(
                        "submitted task=%s owner=%s", task.id(), task.owner().login()));
    }

    private void mustBeAllowed(Submission wish, Caller caller) {
        wish.onBehalfOf().ifPresent(login -> {
            if (!login.equals(caller.login()) && !caller.isAdmin()) {
                throw Failure.forbidden("user.id: only administrators submit for others");
            }
        });
        var project = wish.spec().project();
        if (!project.equals(EVERYBODYS) && !caller.projects().contains(project) && !caller.isAdmin()) {
            throw Failure.forbidden("user.project: not a member of " + project);
        }
        if (wish.spec().root() && !config.allowRoot()) {
            throw Failure.forbidden("container.root: not allowed here");
        }
    }

    private Uni<Changed> accountOf(Submission wish, Caller caller) {
        var login = wish.onBehalfOf().orElse(caller.login());
        return login.equals(caller.login())
                ? accounts.require(login)
                : Uni.createFrom()
                        .item(() -> accounts.find(login)
                                .orElseThrow(() -> Failure.invalid("user.id", "no account " + login)));
    }

    private Task taskOf(TaskId id, Submission wish, Changed account) {
        var now = clock.instant();
        var spec = wish.spec()
                .with(Volumes.resolve(
                        wish.volumes(), account.home(), wish.spec().root()));
        var owner = new Account(account.account(), account.uid(), account.gid(), account.groups(), account.email());
        return new Task(id, owner, spec, now, stateOf(wish, now));
    }

    private static TaskState stateOf(Submission wish, Instant now) {
        return wish.held() ? new Created() : new Pending(now);
    }
}
