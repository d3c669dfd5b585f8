package dev.slipway.task.api;

import dev.slipway.task.plan.Reason;
import dev.slipway.task.schedule.Dispatcher;
import dev.slipway.task.task.Task;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Answers about tasks, with the scheduler's last word where a task waits. */
@ApplicationScoped
class TaskDocuments {
    private final Dispatcher dispatcher;

    TaskDocuments(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    TaskJson of(Task task) {
        return TaskJson.of(task, waitsFor(task), true);
    }

    /** Without the script, which may be long. */
    TaskJson inList(Task task) {
        return TaskJson.of(task, waitsFor(task), false);
    }

    private Optional<String> waitsFor(Task task) {
        return task.isReady() ? dispatcher.reasonFor(task).map(Reason::sentence) : Optional.empty();
    }
}
