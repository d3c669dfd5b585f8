package dev.slipway.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes go through as they come, and as fast as the slower side takes them. */
@QuarkusTest
@QuarkusTestResource(TestOrigins.class)
class StreamingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MANY = 200_000_000;

    @TestHTTPResource("/")
    URI gateway;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void bringsManyBytesDown() throws Exception {
        for (var query : new String[] {"?n=" + MANY, "?chunked=1&n=" + MANY}) {
            var answer = client.send(request("/api/v1/data/bytes" + query).build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                assertThat(body.transferTo(java.io.OutputStream.nullOutputStream()))
                        .isEqualTo(MANY);
            }
        }
    }

    @Test
    void takesManyBytesUp() throws Exception {
        var known = BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(MANY)), MANY);
        var unknown = BodyPublishers.ofInputStream(() -> new Zeros(MANY));
        for (var body : new HttpRequest.BodyPublisher[] {known, unknown}) {
            var answer = client.send(request("/api/v1/data/count").POST(body).build(), BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo(Long.toString(MANY));
        }
    }

    @Test
    void doesNotReadAheadOfASlowReader() throws Exception {
        try (var slow = new RawClient(gateway)) {
            var before = written();
            slow.say("GET /api/v1/data/bytes?n=" + MANY + " HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n");
            slow.hearUntil("\r\n\r\n");
            var last = new AtomicLong(-1);
            // Longer than a service may be silent: it is not the one who is slow.
            await().pollInterval(Duration.ofSeconds(6))
                    .atMost(PATIENCE)
                    .until(() -> last.getAndSet(written()) == last.get());
            assertThat(written() - before).isLessThan(MANY / 4);
            assertThat(slow.count()).isEqualTo(MANY);
        }
    }

    @Test
    void passesEventsOnAtOnce() throws Exception {
        try (var listener = new RawClient(gateway)) {
            listener.say("GET /api/v1/logs/events?as=me HTTP/1.1\r\nHost: g\r\n\r\n");
            assertThat(listener.hearUntil("\r\n\r\n")).contains("text/event-stream");
            for (var text : new String[] {"one", "two", "three"}) {
                given().get("/api/v1/data/tell?to=me&text=" + text).then().statusCode(200);
                assertThat(listener.hearUntil("\n\n")).contains("data: " + text);
            }
        }
    }

    @Test
    void answersWhoAsksBeforeSending() throws Exception {
        try (var polite = new RawClient(gateway)) {
            polite.say("""
                    POST /api/v1/data/count HTTP/1.1\r
                    Host: g\r
                    Expect: 100-continue\r
                    Connection: close\r
                    Content-Length: 5\r
                    \r
                    """);
            assertThat(polite.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            polite.say("hello");
            assertThat(polite.hearAll()).startsWith("HTTP/1.1 200").endsWith("5");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (var hasty = new RawClient(gateway)) {
            hasty.say("""
                    GET /api/v1/data/a1 HTTP/1.1\r
                    Host: g\r
                    \r
                    POST /api/v1/data/a2 HTTP/1.1\r
                    Host: g\r
                    Content-Length: 2\r
                    \r
                    okGET /api/v1/data/a3 HTTP/1.1\r
                    Host: g\r
                    Connection: close\r
                    \r
                    """);
            assertThat(hasty.hearAll()).containsSubsequence("/api/v1/data/a1", "/api/v1/data/a2", "/api/v1/data/a3");
        }
    }

    @Test
    void joinsWebSockets() throws Exception {
        var heard = new CompletableFuture<String>();
        var socket = client.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://" + gateway.getAuthority() + "/api/v1/data/talk"), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                                heard.complete(data.toString());
                                return null;
                            }
                        })
                .get(60, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(60, TimeUnit.SECONDS);
        assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo("/api/v1/data/talk hello");
        socket.abort();
    }

    @Test
    void servesFiftyAtATime() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 50)
                    .mapToObj(caller -> callers.submit(() -> converse(caller)))
                    .toList();
            for (var answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(40);
            }
        }
    }

    /** Forty requests on one connection, each with its own answer. */
    private int converse(int caller) throws Exception {
        int right = 0;
        for (int i = 0; i < 40; i++) {
            var text = caller + "/" + i;
            var answer = client.send(
                    request("/api/v1/data/x?" + text)
                            .POST(BodyPublishers.ofString(text))
                            .build(),
                    BodyHandlers.ofString());
            right += answer.statusCode() == 200
                            && answer.body().contains("x?" + text + "\"")
                            && answer.body().contains("\"body\":\"" + text + "\"")
                    ? 1
                    : 0;
        }
        return right;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).timeout(PATIENCE);
    }

    private static long written() {
        return Long.parseLong(given().get("/api/v1/data/written").asString());
    }

    /** So many zeros, kept nowhere. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            var now = (int) Math.min(length, left);
            left -= now;
            return now == 0 ? -1 : now;
        }
    }
}
