package dev.slipway.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller hears when a service does not do its part. */
@QuarkusTest
@QuarkusTestResource(TestOrigins.class)
class TroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    URI gateway;

    @Test
    void saysInTheCallersDialectThatAServiceIsDead() {
        given().get("/api/1.0/usage")
                .then()
                .statusCode(502)
                .header("Content-Type", equalTo("application/json; charset=UTF-8"))
                .header("X-Request-Id", notNullValue())
                .body("msg", equalTo("node-service does not answer; try again"));
        given().get("/info").then().statusCode(502).body("code", equalTo("nds.bad_gateway"));
        given().get("/nodes").then().statusCode(502).body("error", equalTo("node-service does not answer; try again"));
        given().get("/api/v1/nodes")
                .then()
                .statusCode(502)
                .header("Content-Type", equalTo("application/problem+json"))
                .body("type", equalTo("urn:slipway:bad_gateway"))
                .body("instance", equalTo("/api/v1/nodes"));
        given().body("{}").post("/api/v1/nodes").then().statusCode(502);
        given().get("/api/v1/data/hang-up").then().statusCode(502);
    }

    /** Whoever reads logs may not read what a link opens. */
    @Test
    void theTokenInAPathIsNotLogged() {
        var said = new ConcurrentLinkedQueue<String>();
        var words = new PatternFormatter("%m");
        var reader = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                said.add(words.format(line));
            }
        };
        var log = Logger.getLogger("dev.slipway.gateway");
        log.addHandler(reader);
        try {
            given().get("/api/1.0/task/7/share/s3cret/files/hang-up").then().statusCode(502);
        } finally {
            log.removeHandler(reader);
        }
        assertThat(said)
                .anyMatch(it -> it.contains("/api/1.0/task/7/share/***/files/hang-up"))
                .noneMatch(it -> it.contains("s3cret"));
    }

    @Test
    void saysInTheCallersDialectThatAServiceIsSilent() {
        given().get("/api/1.0/user/a/files/silent")
                .then()
                .statusCode(504)
                .header("Content-Type", equalTo("application/json; charset=UTF-8"))
                .body("msg", equalTo("storage-service did not answer in time"));
        given().get("/geonex/silent").then().statusCode(504).body("$", hasEntry("error", "gateway_timeout"));
    }

    @Test
    void breaksOffAnAnswerThatStops() throws Exception {
        var answer = RawClient.ask(gateway, "GET /api/v1/data/half HTTP/1.1\r\nHost: g\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nhalf ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/api", "/api/v1/nope", "/favicon.ico"})
    void saysThatAPathDoesNotExist(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .header("Content-Type", equalTo("application/problem+json"))
                .body("detail", equalTo("No such path"));
        given().body("{}").post("/api/1.0/nope").then().statusCode(404).body("msg", equalTo("No such path"));
    }

    @Test
    void saysThatEventsAreNotBuilt() {
        given().get("/api/v1/events")
                .then()
                .statusCode(501)
                .header("Content-Type", equalTo("application/problem+json"))
                .body("type", equalTo("urn:slipway:not_built"));
    }

    @Test
    void passesOnARefusalGivenBeforeTheBodyWasRead() throws Exception {
        for (var path : new String[] {"/api/1.0/task", "/api/1.0/user/alice/files/refuse"}) {
            for (int i = 0; i < 5; i++) {
                var answer = post(path, BodyPublishers.ofByteArray(new byte[10_000_000]));
                assertThat(answer).isEqualTo("413 {\"msg\":\"too large\",\"id\":null}");
            }
        }
    }

    @Test
    void refusesByItselfWhatNoServiceWouldTake() throws Exception {
        try (var client = new RawClient(gateway)) {
            client.say("POST /api/1.0/task HTTP/1.1\r\nHost: g\r\nContent-Length: 1073741825\r\n\r\n");
            assertThat(client.hearUntil("}"))
                    .startsWith("HTTP/1.1 413")
                    .endsWith("{\"msg\":\"body: more than 1073741824 bytes\",\"id\":null}");
        }
    }

    @Test
    void tellsTheServiceThatTheCallerLeft() throws Exception {
        var before = abandoned();
        try (var client = new RawClient(gateway)) {
            client.say("GET /api/v1/data/events?as=leaver HTTP/1.1\r\nHost: g\r\n\r\n");
            client.hearUntil("\r\n\r\n");
        }
        await().atMost(PATIENCE).until(() -> abandoned() > before);
    }

    @Test
    void endsTheWaitForABodyThatStopsComing() throws Exception {
        try (var client = new RawClient(gateway)) {
            client.say("POST /api/1.0/user/alice/files/count HTTP/1.1\r\nHost: g\r\nContent-Length: 10\r\n\r\nhalf ");
            assertThat(client.hearUntil("}"))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("{\"msg\":\"body: stopped arriving\"}");
        }
    }

    private static long abandoned() {
        return Long.parseLong(given().get("/api/v1/data/abandoned").asString());
    }

    private String post(String path, HttpRequest.BodyPublisher body) throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(gateway.resolve(path))
                            .timeout(PATIENCE)
                            .POST(body)
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }
}
