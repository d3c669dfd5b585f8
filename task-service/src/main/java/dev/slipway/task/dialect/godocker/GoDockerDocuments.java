package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.identity.KnownAccounts;
import dev.slipway.task.dialect.godocker.GoDockerMapper.Beside;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.schedule.Dispatcher;
import dev.slipway.task.schedule.NodeViews;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.Tasks.Change;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Answers about tasks, with the scheduler's last word where a task waits. */
@ApplicationScoped
public class GoDockerDocuments {
    /** GO-Docker looks at its queue every two seconds: a task younger than that has not been rejected yet. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** Of documents that are written together. Few, for each may hold a script of a megabyte. */
    private static final int AT_ONCE = 10;

    private static final SerializedString COMMA = new SerializedString(",");

    private final ObjectMapper json;
    private final Dispatcher dispatcher;
    private final KnownAccounts accounts;
    private final NodeViews nodes;
    private final InstantSource clock;

    GoDockerDocuments(
            ObjectMapper json, Dispatcher dispatcher, KnownAccounts accounts, NodeViews nodes, InstantSource clock) {
        this.json = json;
        this.accounts = accounts;
        this.nodes = nodes;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    ObjectNode of(Task task) {
        return toWire(task, status(task));
    }

    /** The elements of an array, some in each part: one by one they would cost a write and a packet each, here and at the gate. */
    Multi<byte[]> of(Multi<Task> tasks) {
        return tasks.map(this::of).group().intoLists().of(AT_ONCE).map(this::joined);
    }

    /** Elements of an array, without its brackets. */
    private byte[] joined(List<ObjectNode> documents) {
        var bytes = new ByteArrayOutputStream();
        try (var generator = json.createGenerator(bytes).setRootValueSeparator(COMMA)) {
            for (var document : documents) {
                json.writeValue(generator, document);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
                : change.after().isOver() ? toWire(before, status(before).with("kill requested")) : of(change.after());
    }

    /** What is over stays as it is, and says so. */
    ObjectNode suspending(Change change) {
        return answer(change, "suspend rejected");
    }

    /** What is over stays as it is, and says so. */
    ObjectNode resuming(Change change) {
        return answer(change, "resume rejected");
    }

    private ObjectNode answer(Change change, String refused) {
        var task = change.after();
        return task.isOver() ? toWire(task, status(task).with(refused)) : of(task);
    }

    private ObjectNode toWire(Task task, GoDockerStatus status) {
        return GoDockerMapper.toWire(task, status, new Beside(shareOf(task), hasDiskQuota(task)));
    }

    /** By the last pass while it waits, and then by the one that placed it. */
    private double shareOf(Task task) {
        return task.isReady()
                ? dispatcher.shareOf(task)
                : task.lastRun().map(Run::score).orElse(0.0);
    }

    private boolean hasDiskQuota(Task task) {
        return accounts.find(task.owner().login())
                .filter(it -> it.limits().diskBytes() > 0)
                .isPresent();
    }

    private GoDockerStatus status(Task task) {
        return GoDockerStatus.of(task, refusal(task)).reachedBy(nodes::hostOf);
    }

    /** Why the scheduler has passed it over. */
    private Optional<String> refusal(Task task) {
        return task.isReady()
                        && task.state() instanceof Pending(Instant since)
                        && since.plus(FRESH).isBefore(clock.instant())
                ? dispatcher.reasonFor(task).map(GoDockerDocuments::words)
                : Optional.empty();
    }

    private static String words(Reason reason) {
        if (reason.equals(Reason.maintenance())) {
            return reason.sentence();
        }
        return reason.code().equals(Reason.NO_PORT) ? "no port available" : "Not enough resources available";
    }
}
