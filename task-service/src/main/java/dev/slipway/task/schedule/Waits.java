package dev.slipway.task.schedule;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.plan.Outlook;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.task.DependencyRepository;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.Tasks;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Why tasks wait. */
@ApplicationScoped
public class Waits {
    private static final Outlook NOTHING = new Outlook(0, 0, List.of(), OptionalLong.empty());

    private final Tasks tasks;
    private final TaskRepository repository;
    private final DependencyRepository dependencies;
    private final Dispatcher dispatcher;

    Waits(Tasks tasks, TaskRepository repository, DependencyRepository dependencies, Dispatcher dispatcher) {
        this.tasks = tasks;
        this.repository = repository;
        this.dependencies = dependencies;
        this.dispatcher = dispatcher;
    }

    /** Every reason that holds; none for a task that does not wait. An array waits for what its next child waits for. */
    public Uni<Answer> of(TaskId id, Caller caller) {
        return answer(id, tasks.find(id, caller));
    }

    /** The same, also for who owns the project the task is on. */
    public Uni<Answer> ofManaged(TaskId id, Caller caller) {
        return answer(id, tasks.findAsManager(id, caller));
    }

    private Uni<Answer> answer(TaskId id, Uni<Task> found) {
        return found.onFailure(fault -> fault instanceof Failure failure && failure.kind() == Failure.Kind.FORBIDDEN)
                .transform(_ -> Failure.notFound("task", id))
                .chain(this::answer);
    }

    /** What would keep a task waiting that is not stored. */
    public Uni<Outlook> rehearse(Task task) {
        return dispatcher.rehearse(task).map(it -> switch (task.state()) {
            case Created _ -> it.heldBy(Reason.held());
            default ->
                task.course().blockedBy() > 0
                        ? it.heldBy(Reason.dependency(task.spec().needs().parents()))
                        : it;
        });
    }

    private Uni<Answer> answer(Task task) {
        return switch (task.state()) {
            case Created _ -> Uni.createFrom().item(Answer.notQueued(task, NOTHING.heldBy(Reason.held())));
            case Pending _, Spread _ ->
                task.course().blockedBy() > 0
                        ? blocked(task)
                        : standsStill(task).chain(still -> still ? suspended(task) : queued(task));
            default -> Uni.createFrom().item(Answer.notQueued(task, NOTHING));
        };
    }

    /** Whether no other child of its array begins. */
    private Uni<Boolean> standsStill(Task task) {
        return task.course()
                .member()
                .map(it -> Panache.withSession(() -> repository.require(it.array())))
                .orElseGet(() -> Uni.createFrom().item(task))
                .map(it -> it.isArray() && it.standsStill());
    }

    /** Where all children of an array have begun, nothing of it waits. */
    private Uni<Answer> queued(Task task) {
        return dispatcher
                .outlook(task)
                .map(outlook ->
                        outlook.map(it -> new Answer(task, it, true)).orElseGet(() -> Answer.notQueued(task, NOTHING)));
    }

    /** What else would hold it is told, too: there may be more to do than to wait. */
    private Uni<Answer> suspended(Task task) {
        return dispatcher
                .outlook(task)
                .map(it -> Answer.notQueued(task, behind(Reason.suspended(), it.orElse(NOTHING))));
    }

    private Uni<Answer> blocked(Task task) {
        return Panache.withSession(() -> dependencies.parentsOf(task.id()))
                .chain(parents -> dispatcher
                        .outlook(task)
                        .map(it -> Answer.notQueued(task, behind(Reason.dependency(parents), it.orElse(NOTHING)))));
    }

    /** The same of one that is not in the queue: what is taken now, and who goes before it now, does not matter yet. */
    private static Outlook behind(Reason first, Outlook outlook) {
        var reasons = new ArrayList<Reason>();
        reasons.add(first);
        outlook.reasons().stream()
                .filter(it -> it.token() == Reason.Token.CONFIG || it.token() == Reason.Token.POLICY)
                .forEach(reasons::add);
        return new Outlook(0, outlook.waiting(), reasons, OptionalLong.empty());
    }

    /**
     * A task and what keeps it waiting.
     *
     * @param queued whether it, or a child of it, has a place in the queue
     */
    public record Answer(Task task, Outlook outlook, boolean queued) {
        static Answer notQueued(Task task, Outlook outlook) {
            return new Answer(task, outlook, false);
        }
    }
}
