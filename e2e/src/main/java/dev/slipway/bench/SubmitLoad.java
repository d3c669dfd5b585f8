package dev.slipway.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Clients that submit, each over a connection of its own and with one request at a time. One thread serves them all: they share
 * the processors with what they measure, so they may cost next to nothing.
 */
final class SubmitLoad implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final RequestOptions request;
    private final Buffer body;
    private final int clients;

    /** @param task the body of each request */
    SubmitLoad(GatewayClient.Access access, String task, int clients) {
        this.clients = clients;
        body = Buffer.buffer(task);
        http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(clients));
        request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(access.url() + "/api/1.0/task")
                .putHeader("Content-Type", "application/json")
                .putHeader("Authorization", "Bearer " + access.token())
                .setTimeout(60_000);
    }

    /**
     * The numbers of all tasks made.
     *
     * @param another whether a client that has been answered so often submits once more
     * @param micros takes how long each answer took
     */
    List<Long> run(IntPredicate another, Histogram micros) throws InterruptedException, ExecutionException {
        var made = new CompletableFuture<List<Long>>();
        vertx.getOrCreateContext().runOnContext(_ -> {
            var round = new Round(another, micros, new ArrayList<>());
            var each = IntStream.range(0, clients).mapToObj(_ -> begin(round)).toList();
            Future.all(each).onSuccess(_ -> made.complete(round.ids())).onFailure(made::completeExceptionally);
        });
        return made.get();
    }

    private Future<Void> begin(Round round) {
        var over = Promise.<Void>promise();
        next(round, 0, over);
        return over.future();
    }

    private void next(Round round, int answered, Promise<Void> over) {
        if (!round.another().test(answered)) {
            over.complete();
            return;
        }
        var began = System.nanoTime();
        submit().onSuccess(id -> {
                    round.micros().recordValue((System.nanoTime() - began) / 1000);
                    round.ids().add(id);
                    next(round, answered + 1, over);
                })
                .onFailure(over::tryFail);
    }

    private Future<Long> submit() {
        return http.request(request).compose(it -> it.send(body)).compose(SubmitLoad::id);
    }

    private static Future<Long> id(HttpClientResponse answer) {
        return answer.body()
                .compose(said -> answer.statusCode() == 200
                        ? Future.succeededFuture(said.toJsonObject().getLong("id"))
                        : Future.failedFuture(new IOException(answer.statusCode() + " " + said)));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Touched by the one thread only, until it is over. */
    private record Round(IntPredicate another, Histogram micros, List<Long> ids) {}
}
