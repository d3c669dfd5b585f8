package dev.slipway.task.dialect.nds;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.Course;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.PublicId;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Script;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.Volume;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Between our tasks and the jobs of NDS Labs. Names with spaces are the original's, those with underscores their aliases. */
final class NdsMapper {
    private static final String STATE = "create task state";

    private NdsMapper() {}

    /** The answer to a submission. */
    static ObjectNode created(Task task) {
        var id = PublicId.of(task).toString();
        var document = JsonNodeFactory.instance
                .objectNode()
                .put("job_id", id)
                .put("id", id)
                .put("task", task.id().number());
        return state(document, NdsState.of(task));
    }

    /**
     * The status of a job.
     *
     * @param waiting why it waits; empty when it does not
     * @param host the host name of a node
     */
    static ObjectNode status(Task task, String waiting, UnaryOperator<String> host) {
        var state = NdsState.of(task);
        var run = task.lastRun();
        var container = run.filter(it -> !it.engineId().isEmpty());
        var document = JsonNodeFactory.instance
                .objectNode()
                .put("job_id", PublicId.of(task).toString())
                .put("task", task.id().number());
        var engineId = container.map(Run::engineId).orElse(null);
        document.put("container id", engineId).put("container_id", engineId);
        document.put("worker", container.map(Run::node).map(host).orElse(null));
        state(document, state);
        document.put("state", state.status()).put("reason", state.reason().isEmpty() ? waiting : state.reason());
        document.put("exit_code", exitCode(task));
        document.put("submitted", task.submittedAt().toString());
        document.put(
                "started",
                time(run.flatMap(Run::startedAt)
                        .or(() -> task.course().children().flatMap(Course.Children::since))));
        document.put("finished", time(task.end().map(Ended::at)));
        document.put(
                "script",
                task.spec().needs().outfit().script().map(Script::name).orElse(null));
        image(document, task.spec().image());
        var data = document.putArray("data");
        task.spec().volumes().stream()
                .filter(it -> it.mount().equals(Volume.mountOfData(it.name())))
                .forEach(it -> data.add(it.name()));
        return document;
    }

    private static ObjectNode state(ObjectNode document, NdsState state) {
        var word = state.word().name();
        return document.put(STATE, word).put("create_task_state", word);
    }

    private static void image(ObjectNode document, String image) {
        var colon = image.lastIndexOf(':');
        var tagged = colon > image.lastIndexOf('/') && !image.contains("@");
        document.put("image_name", tagged ? image.substring(0, colon) : image);
        document.put("image_tag", tagged ? image.substring(colon + 1) : "latest");
    }

    private static @Nullable Integer exitCode(Task task) {
        return task.end()
                .map(Ended::outcome)
                .filter(Exited.class::isInstance)
                .map(it -> ((Exited) it).code())
                .orElse(null);
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
