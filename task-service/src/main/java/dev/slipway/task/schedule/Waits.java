package dev.slipway.task.schedule;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.plan.Outlook;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.task.DependencyRepository;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
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
    private final DependencyRepository dependencies;
    private final Dispatcher dispatcher;

    Waits(Tasks tasks, DependencyRepository dependencies, Dispatcher dispatcher) {
        this.tasks = tasks;
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
                .chain(task -> outlook(task).map(it -> new Answer(task, it)));
    }

    /** What would keep a task waiting that is not stored. */
    public Uni<Outlook> rehearse(Task task) {
        return dispatcher.rehearse(task).map(it -> switch (task.state()) {
            case Created _ -> new Outlook(it.ahead(), it.waiting(), and(Reason.held(), it), OptionalLong.empty());
            default ->
                task.course().blockedBy() > 0
                        ? new Outlook(
                                it.ahead(),
                                it.waiting(),
                                and(Reason.dependency(task.spec().needs().parents()), it),
                                OptionalLong.empty())
                        : it;
        });
    }

    private static List<Reason> and(Reason first, Outlook others) {
        var all = new ArrayList<Reason>();
        all.add(first);
        all.addAll(others.reasons());
        return all;
    }

    private Uni<Outlook> outlook(Task task) {
        return switch (task.state()) {
            case Created _ -> Uni.createFrom().item(new Outlook(0, 0, List.of(Reason.held()), OptionalLong.empty()));
            case Pending _, Spread _ ->
                task.course().blockedBy() > 0 ? blocked(task) : dispatcher.outlook(unit(task), task.shape());
            default -> Uni.createFrom().item(NOTHING);
        };
    }

    /** What else would hold it is told, too: there may be more to do than to wait. */
    private Uni<Outlook> blocked(Task task) {
        return Panache.withSession(() -> dependencies.parentsOf(task.id()))
                .chain(parents -> dispatcher.outlook(unit(task), task.shape()).map(it -> {
                    var reasons = new ArrayList<Reason>();
                    reasons.add(Reason.dependency(parents));
                    it.reasons().stream()
                            .filter(reason ->
                                    reason.token() == Reason.Token.CONFIG || reason.token() == Reason.Token.POLICY)
                            .forEach(reasons::add);
                    return new Outlook(0, it.waiting(), reasons, OptionalLong.empty());
                }));
    }

    private static TaskId unit(Task task) {
        return task.units().getFirst();
    }

    /** A task and what keeps it waiting. */
    public record Answer(Task task, Outlook outlook) {}
}
