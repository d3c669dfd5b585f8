package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tasks that no node has told of: task-service says whose they are. */
@ApplicationScoped
public class KnownTasks {
    private static final long PATIENCE_MILLIS = 5_000;

    private final WebClient client;
    private final ServiceConfig config;
    private final ServiceTokens tokens;

    KnownTasks(Vertx vertx, ServiceConfig config, ServiceTokens tokens) {
        this.client = WebClient.create(vertx);
        this.config = config;
        this.tokens = tokens;
    }

    /**
     * What task-service knows.
     *
     * @param over whether it is at its end
     * @param children where it is an array
     */
    public record Known(String owner, String project, boolean over, Optional<Children> children) {}

    /** The children of an array: the one at place {@code n} has the value {@code first + n * step} and the number {@code id + 1 + n}. */
    public record Children(int first, int step, int size) {
        /** The child with a value, where there is one. */
        Optional<TaskId> at(TaskId array, String value) {
            try {
                long from = Math.subtractExact(Long.parseLong(value), first);
                return from >= 0 && from % step == 0 && from / step < size
                        ? Optional.of(new TaskId(array.number() + 1 + from / step))
                        : Optional.empty();
            } catch (ArithmeticException | NumberFormatException e) {
                return Optional.empty();
            }
        }

        /** A folder for each. */
        List<Entry> folders() {
            return IntStream.range(0, size)
                    .mapToObj(place -> new Entry(Integer.toString(first + place * step), true, 0))
                    .toList();
        }
    }

    /** The task; empty when there is none of that number. Fails with UNAVAILABLE while task-service does not answer. */
    public Uni<Optional<Known>> find(TaskId task) {
        return tokens.bearer()
                .chain(bearer -> client.getAbs(config.taskUrl() + "/internal/tasks/" + task)
                        .putHeader("Authorization", bearer)
                        .timeout(PATIENCE_MILLIS)
                        .send())
                .map(KnownTasks::read);
    }

    private static Optional<Known> read(HttpResponse<Buffer> response) {
        return switch (response.statusCode()) {
            case 200 -> Optional.of(toKnown(response.bodyAsJsonObject()));
            case 404 -> Optional.empty();
            default ->
                throw Failure.unavailable(
                        "task-service does not say whose task it is: status " + response.statusCode());
        };
    }

    private static Known toKnown(JsonObject task) {
        var array = task.getJsonObject("array");
        return new Known(
                task.getString("owner"),
                task.getString("project"),
                "over".equals(task.getString("state")),
                array == null
                        ? Optional.empty()
                        : Optional.of(new Children(
                                array.getInteger("first"), array.getInteger("step"), array.getInteger("size"))));
    }
}
