package dev.slipway.storage.share;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import dev.slipway.platform.reactive.CallersLoop;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Asks task-service whose files a token opens. An answer counts for some seconds, so that a page with many files is one use
 * and one question; a token is out that long after it was revoked at the latest.
 */
@ApplicationScoped
class ShareTokens {
    private static final Duration LIFE = Duration.ofSeconds(3);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int MOST = 1000;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final WebClient client;
    private final ServiceConfig config;
    private final ServiceTokens tokens;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Answer> answers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MOST;
        }
    };

    ShareTokens(Vertx vertx, ServiceConfig config, ServiceTokens tokens) {
        this.client = WebClient.create(vertx);
        this.config = config;
        this.tokens = tokens;
    }

    /** The login of the task's owner. Fails with FORBIDDEN for a token that opens nothing, or not this task. */
    Uni<String> owner(TaskId task, String token) {
        return FORM.matcher(token).matches()
                ? Uni.createFrom().deferred(() -> answer(task, token).emitOn(CallersLoop.now()))
                : Uni.createFrom().failure(ShareTokens::wrong);
    }

    private synchronized Uni<String> answer(TaskId task, String token) {
        var key = task + "/" + token;
        var known = answers.get(key);
        if (known != null && known.until().isAfter(clock.instant())) {
            return known.owner();
        }
        var asked = ask(task, token)
                .onFailure(fault -> !isRefusal(fault))
                .invoke(() -> forget(key))
                .memoize()
                .indefinitely();
        answers.remove(key);
        answers.put(key, new Answer(clock.instant().plus(LIFE), asked));
        return asked;
    }

    private synchronized void forget(String key) {
        answers.remove(key);
    }

    private static boolean isRefusal(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Failure.Kind.FORBIDDEN;
    }

    private Uni<String> ask(TaskId task, String token) {
        return tokens.bearer()
                .chain(bearer -> client.getAbs(config.taskUrl() + "/internal/tasks/%s/share/%s".formatted(task, token))
                        .putHeader("Authorization", bearer)
                        .timeout(PATIENCE_MILLIS)
                        .send())
                .map(ShareTokens::read);
    }

    private static String read(HttpResponse<Buffer> response) {
        return switch (response.statusCode()) {
            case 200 -> response.bodyAsJsonObject().getString("owner");
            case 403, 404 -> throw wrong();
            default ->
                throw Failure.unavailable(
                        "task-service does not say what the token opens: status " + response.statusCode());
        };
    }

    private static Failure wrong() {
        return Failure.forbidden("The share token is wrong, expired, used up or revoked");
    }

    private record Answer(Instant until, Uni<String> owner) {}
}
