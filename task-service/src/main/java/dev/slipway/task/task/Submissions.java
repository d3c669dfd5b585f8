package dev.slipway.task.task;

import dev.slipway.platform.contract.AccountEvent.Changed;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.KnownAccounts;
import dev.slipway.platform.identity.KnownProjects;
import dev.slipway.task.maintenance.Maintenance;
import dev.slipway.task.task.DependencyRepository.Parent;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Pending;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Takes tasks in: who may ask for what, and with whose rights it will run. */
@ApplicationScoped
public class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);
    /** Behind all there are; its children would have numbers, too. */
    private static final TaskId REHEARSED = new TaskId(Long.MAX_VALUE - Integer.MAX_VALUE);

    private final TaskRepository repository;
    private final Intake intake;
    private final KnownAccounts accounts;
    private final KnownProjects projects;
    private final DependencyRepository dependencies;
    private final TaskSignals signals;
    private final OwnContext context;
    private final Maintenance maintenance;
    private final Idempotency idempotency;
    private final SharedVolumes volumes;
    private final Admission admission;
    private final InstantSource clock;

    Submissions(
            TaskRepository repository,
            Intake intake,
            KnownAccounts accounts,
            KnownProjects projects,
            DependencyRepository dependencies,
            TaskSignals signals,
            OwnContext context,
            Maintenance maintenance,
            Idempotency idempotency,
            SharedVolumes volumes,
            Admission admission,
            InstantSource clock) {
        this.dependencies = dependencies;
        this.signals = signals;
        this.context = context;
        this.maintenance = maintenance;
        this.idempotency = idempotency;
        this.volumes = volumes;
        this.admission = admission;
        this.repository = repository;
        this.intake = intake;
        this.accounts = accounts;
        this.projects = projects;
        this.clock = clock;
    }

    /**
     * The new task, once it cannot be lost any more. Failures name what they are about as our own API does; a dialect renames them
     * with {@link Failure#renamed}.
     */
    public Uni<Task> submit(Submission wish, Caller caller) {
        return prepare(wish, caller).chain(task -> store(task, caller)).invoke(Submissions::note);
    }

    /** The same, once for each key: a request sent again is answered with the task of the first time, as it is now. */
    public Uni<Task> submit(Submission wish, Optional<RequestKey> key, Caller caller) {
        return key.isEmpty()
                ? submit(wish, caller)
                : idempotency
                        .earlier(key.get(), caller)
                        .chain(known -> known.isPresent()
                                ? Uni.createFrom().item(known.get())
                                : prepare(wish, caller).chain(task -> storeOnce(task, key.get(), caller)));
    }

    private Uni<Task> prepare(Submission wish, Caller caller) {
        return letIn(wish, caller)
                .chain(account -> nextId(wish.spec().needs()).map(id -> taskOf(id, wish, account, caller)));
    }

    private static void note(Task task) {
        LOG.infof("submitted task=%s owner=%s", task.id(), task.owner().login());
    }

    /**
     * The task that this would be, if it was let in: all that {@link #submit} looks at is looked at, and nothing is stored. Its
     * number is none that a task ever has.
     */
    public Uni<Task> rehearse(Submission wish, Caller caller) {
        return letIn(wish, caller)
                .map(account -> taskOf(REHEARSED, wish, account, caller))
                .chain(task -> context.run(() -> Transactions.run(() -> intake.mustHaveRoom(task)
                        .chain(() -> openParents(task, caller))
                        .map(open -> task.blockedBy(open.size())))));
    }

    /**
     * Goes on only where this caller may ask for this, now: what a dialect looks at besides is told to nobody else.
     *
     * @throws Failure as {@link #submit}, but for what is found only when it is stored
     */
    public Uni<Void> mustBeLetIn(Submission wish, Caller caller) {
        return letIn(wish, caller).replaceWithVoid();
    }

    private Uni<Changed> letIn(Submission wish, Caller caller) {
        return Uni.createFrom().deferred(() -> {
            maintenance.mustBeOff();
            admission.mustBeAllowed(wish, caller);
            return accountOf(wish, caller);
        });
    }

    /** The children of an array have the numbers that follow its own. */
    private Uni<TaskId> nextId(Needs needs) {
        return needs.array().map(array -> repository.nextIds(1 + array.size())).orElseGet(repository::nextId);
    }

    private Uni<Task> store(Task task, Caller caller) {
        return task.spec().needs().parents().isEmpty()
                ? intake.store(task).replaceWith(task)
                : context.run(() -> Transactions.run(() -> storeHere(task, caller)))
                        .invoke(this::signal);
    }

    /** Task and key in one transaction. Of several at once one makes the task, and all are answered with it. */
    private Uni<Task> storeOnce(Task task, RequestKey key, Caller caller) {
        return context.run(() -> Transactions.run(() -> idempotency
                        .claim(key, caller, task.id())
                        .chain(mine -> mine
                                ? storeHere(task, caller).map(Optional::of)
                                : Uni.createFrom().item(Optional.<Task>empty()))))
                .chain(stored -> stored.map(it ->
                                Uni.createFrom().item(it).invoke(this::signal).invoke(Submissions::note))
                        .orElseGet(() -> idempotency
                                .earlier(key, caller)
                                .map(known -> known.orElseThrow(
                                        () -> Failure.unavailable("The key has just expired; try again")))));
    }

    private void signal(Task stored) {
        if (stored.isReady()) {
            signals.waiting(stored);
        }
    }

    /** Joins the caller's transaction. */
    private Uni<Task> storeHere(Task task, Caller caller) {
        return task.spec().needs().parents().isEmpty()
                ? intake.storeHere(task).replaceWith(task)
                : storeBehind(task, caller);
    }

    /** Its parents cannot end between the look at them and the commit. */
    private Uni<Task> storeBehind(Task task, Caller caller) {
        return openParents(task, caller).chain(open -> {
            var waiting = task.blockedBy(open.size());
            return intake.storeHere(waiting)
                    .chain(() -> dependencies.add(task.id(), open))
                    .replaceWith(waiting);
        });
    }

    private Uni<List<Long>> openParents(Task task, Caller caller) {
        var parents = task.spec().needs().parents();
        return parents.isEmpty()
                ? Uni.createFrom().item(List.of())
                : dependencies
                        .lock(parents)
                        .invoke(known -> mustBeThere(parents, known, caller))
                        .map(known -> known.stream()
                                .filter(it -> !it.over())
                                .map(Parent::number)
                                .toList());
    }

    private static void mustBeThere(List<Long> parents, List<Parent> known, Caller caller) {
        var numbers = known.stream().map(Parent::number).collect(Collectors.toSet());
        parents.stream().filter(it -> !numbers.contains(it)).findFirst().ifPresent(it -> {
            throw Failure.invalid("after", "no task " + it);
        });
        known.stream().filter(it -> !caller.controls(it.owner())).findFirst().ifPresent(it -> {
            throw Failure.forbidden("after: task %d is not yours".formatted(it.number()));
        });
    }

    private Uni<Changed> accountOf(Submission wish, Caller caller) {
        var login = wish.onBehalfOf().orElse(caller.login());
        return login.equals(caller.login())
                ? accounts.require(login)
                : Uni.createFrom()
                        .item(() -> accounts.find(login)
                                .orElseThrow(() -> Failure.invalid("owner", "no account " + login)));
    }

    private Task taskOf(TaskId id, Submission wish, Changed account, Caller caller) {
        var now = clock.instant();
        var self = account.account().equals(caller.login());
        var asker = new SharedVolumes.Asker(
                account.account(),
                wish.spec().project(),
                self ? caller.projects() : Set.copyOf(account.projects()),
                caller.isAdmin());
        var spec = wish.spec()
                .with(Volumes.resolve(
                        wish.volumes(), account.home(), wish.spec().root(), it -> volumes.find(it, asker)));
        var owner = new Account(
                account.account(),
                account.uid(),
                account.gid(),
                account.groups(),
                account.email(),
                Optional.of(account.limits()).filter(Submissions::isLimit),
                projects.find(spec.project()).map(ProjectEvent.Changed::limits).filter(Submissions::isLimit));
        return new Task(id, owner, spec, now, stateOf(wish, now));
    }

    private static boolean isLimit(Limits limits) {
        return !limits.equals(Limits.NONE);
    }

    private static TaskState stateOf(Submission wish, Instant now) {
        return wish.held() ? new Created() : new Pending(now);
    }
}
