package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.schedule.Dispatcher;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.Tasks.Change;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Answers about tasks, with the scheduler's last word where a task waits. */
@ApplicationScoped
public class GoDockerDocuments {
    /** GO-Docker looks at its queue every two seconds: a task younger than that has not been rejected yet. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Dispatcher dispatcher;
    private final InstantSource clock;

    GoDockerDocuments(Dispatcher dispatcher, InstantSource clock) {
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    ObjectNode of(Task task) {
        return GoDockerMapper.toWire(task, status(task));
    }

    ObjectNode statusOf(Task task) {
        var answer = JsonNodeFactory.instance.objectNode().put("id", task.id().number());
        answer.set("status", status(task).toWire());
        return answer;
    }

    ObjectNode added(Task task) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("msg", "Task added")
                .put("id", task.id().number());
    }

    /** Over tasks are answered as they are; all others show the wish, also those whose end was at once. */
    ObjectNode killed(Change change) {
        var before = change.before();
        return before.isOver()
                ? of(before)
                : change.after().isOver()
                        ? GoDockerMapper.toWire(before, status(before).killRequested())
                        : of(change.after());
    }

    private GoDockerStatus status(Task task) {
        return GoDockerStatus.of(task.state(), isRefused(task));
    }

    private boolean isRefused(Task task) {
        return task.state() instanceof Pending(Instant since)
                && since.plus(FRESH).isBefore(clock.instant())
                && dispatcher.reasonFor(task).isPresent();
    }
}
