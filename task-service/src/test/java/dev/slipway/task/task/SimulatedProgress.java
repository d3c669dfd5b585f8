package dev.slipway.task.task;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.task.task.TaskState.Pending;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** As {@link ContainerEvents} and {@link Progress} do it, in a store in memory. */
public final class SimulatedProgress {
    private final SimulatedStore store;
    private final int retries;

    /** @param retries attempts after the first at most, where an attempt is lost */
    public SimulatedProgress(SimulatedStore store, int retries) {
        this.store = store;
        this.retries = retries;
    }

    /** What a node tells. */
    public void hear(ContainerEvent event, TaskSignals signals) {
        var id = new TaskId(Long.parseLong(event.owner().id()));
        var attempt = event.attempt();
        switch (event) {
            case ContainerEvent.Preparing it ->
                move(id, attempt, task -> task.preparing(attempt, it.directory(), it.tmp()), signals);
            case ContainerEvent.Started it ->
                move(
                        id,
                        attempt,
                        task -> task.started(
                                attempt, new Run.Start(it.engineId(), it.address(), it.directory(), it.tmp(), it.at())),
                        signals);
            case ContainerEvent.Exited it -> {
                SimulatedStore.now(store.attempts.freed(id, attempt, it.at()));
                signals.freed(id, attempt);
            }
            case ContainerEvent.Collected it ->
                move(
                        id,
                        attempt,
                        task -> task.collected(
                                attempt,
                                new Outcome.Exited(it.exitCode(), it.outOfMemory()),
                                new Run.Start(it.engineId(), "", it.directory(), it.tmp(), it.startedAt()),
                                it.at(),
                                it.bytes()),
                        Outcomes.EXITED,
                        signals);
            case ContainerEvent.Failed it ->
                move(
                        id,
                        attempt,
                        task -> it.late()
                                ? task.declined(attempt, it.reason(), it.at())
                                : task.failed(attempt, it.reason(), it.at(), it.system() ? retriesOf(task) : 0),
                        Outcomes.FAILED,
                        signals);
            case ContainerEvent.Lost it -> lost(id, attempt, it.reason(), it.at(), signals);
            case ContainerEvent.Paused _ -> move(id, attempt, task -> task.suspended(attempt), signals);
            case ContainerEvent.Resumed _ -> move(id, attempt, task -> task.resumed(attempt), signals);
            case ContainerEvent.PauseRefused _ -> move(id, attempt, task -> task.pauseRefused(attempt), signals);
            case ContainerEvent.Unknown _ -> {}
        }
    }

    /** Nobody holds it any more: that is not what its node told. */
    public void giveUp(TaskId id, int attempt, String reason, Instant at, TaskSignals signals) {
        var name = id + "-" + attempt;
        var wasClosed = store.isClosed(name);
        lost(id, attempt, reason, at, signals);
        if (!wasClosed && store.isClosed(name)) {
            store.givenUp.add(name);
        }
    }

    private void lost(TaskId id, int attempt, String reason, Instant at, TaskSignals signals) {
        move(id, attempt, task -> task.lost(attempt, reason, at, retriesOf(task)), signals);
    }

    private int retriesOf(Task task) {
        return Math.min(retries, task.spec().failurePolicy().orElse(retries));
    }

    private void move(TaskId id, int attempt, UnaryOperator<Task> step, TaskSignals signals) {
        move(id, attempt, step, Outcomes.LOST, signals);
    }

    private void move(TaskId id, int attempt, UnaryOperator<Task> step, String outcome, TaskSignals signals) {
        var before = store.task(id.number());
        var after = step.apply(before);
        if (!after.equals(before)) {
            keep(before, after, attempt, outcome, signals);
        }
    }

    private void keep(Task before, Task after, int attempt, String outcome, TaskSignals signals) {
        if (after.isOver()) {
            var waiting = SimulatedStore.now(store.ends.keep(after, Progress.outcomeOf(before, outcome), List.of()));
            signals.freed(after.id(), attempt);
            signals.waiting(waiting);
        } else if (after.state() instanceof Pending) {
            SimulatedStore.now(store.ends.keepAttempt(after, Progress.outcomeOf(before, outcome)));
            signals.freed(after.id(), attempt);
            signals.waiting(after);
        } else {
            SimulatedStore.now(store.rows.update(after));
            started(before, after);
            store.tell(Progress.stillToTell(before, after, store.clock.instant()));
        }
    }

    private void started(Task before, Task after) {
        var run = after.liveRun().orElseThrow();
        if (before.liveRun().flatMap(Run::startedAt).isEmpty()) {
            run.startedAt().ifPresent(at -> SimulatedStore.now(store.attempts.started(after.id(), run.attempt(), at)));
        }
    }
}
