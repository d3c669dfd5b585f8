package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keys exchanged over HTTP, with a server that answers as auth-service does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteKeyExchangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KeyTokens tokens;

    @BeforeAll
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/internal/service-token", it -> answer(it, 200, "{\"token\":\"ours\",\"expires_in\":600}"));
        server.createContext("/internal/key-token", this::exchange);
        server.start();
        var config = new Here("http://127.0.0.1:" + server.getAddress().getPort());
        tokens = new KeyTokens(new RemoteKeyExchange(vertx, config, new ServiceTokens(vertx, config, "node-service")));
    }

    @AfterAll
    void close() {
        server.stop(0);
        vertx.closeAndAwait();
    }

    private void exchange(HttpExchange request) throws IOException {
        var body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(body + " " + request.getRequestHeaders().getFirst("Authorization"));
        if (body.contains("broken")) {
            answer(request, 500, "{}");
        } else if (body.contains("good")) {
            answer(request, 200, "{\"token\":\"theirs\",\"expires_in\":300}");
        } else {
            answer(request, 404, "{}");
        }
    }

    private static void answer(HttpExchange request, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(status, bytes.length);
        try (var out = request.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Test
    void aKeyIsAskedForOnceWithOurTokenAndForEachLoginApart() {
        assertThat(of(Optional.empty(), "good-1")).contains("theirs");
        assertThat(of(Optional.empty(), "good-1")).contains("theirs");
        assertThat(of(Optional.of("alice"), "good-1")).contains("theirs");
        assertThat(asked.stream().filter(it -> it.contains("good-1")))
                .containsExactly(
                        "{\"key\":\"good-1\"} Bearer ours", "{\"key\":\"good-1\",\"login\":\"alice\"} Bearer ours");
        tokens.forget(Optional.empty(), "good-1");
        assertThat(of(Optional.empty(), "good-1")).contains("theirs");
        assertThat(asked.stream().filter(it -> it.contains("good-1"))).hasSize(3);
    }

    @Test
    void aKeyThatOpensNothingIsNotRemembered() {
        assertThat(of(Optional.empty(), "bad-1")).isEmpty();
        assertThat(of(Optional.empty(), "bad-1")).isEmpty();
        assertThat(asked.stream().filter(it -> it.contains("bad-1"))).hasSize(2);
    }

    @Test
    void anAuthServiceInTroubleIsNoWrongKey() {
        assertThatThrownBy(() -> of(Optional.empty(), "broken"))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    private Optional<String> of(Optional<String> login, String key) {
        Uni<Optional<String>> asking = tokens.of(login, key);
        return asking.await().atMost(PATIENCE);
    }

    private record Here(String authUrl) implements ServiceConfig {
        @Override
        public String secret() {
            return "test-only-service-key";
        }

        @Override
        public String taskUrl() {
            return authUrl;
        }

        @Override
        public String runnerUrl() {
            return authUrl;
        }

        @Override
        public String nodeUrl() {
            return authUrl;
        }

        @Override
        public String storageUrl() {
            return authUrl;
        }

        @Override
        public String gatewayUrl() {
            return authUrl;
        }
    }
}
