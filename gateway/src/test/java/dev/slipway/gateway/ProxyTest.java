package dev.slipway.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service is told and what a caller is told. */
@QuarkusTest
@QuarkusTestResource(TestOrigins.class)
class ProxyTest {
    @TestHTTPResource("/")
    URI gateway;

    @Test
    void passesMethodPathQueryAndBodyOn() {
        given().body("{\"a\":1}")
                .contentType("application/json")
                .urlEncodingEnabled(false)
                .put("/api/v1/data/a%20b%2Fc/x?q=1&r=%26")
                .then()
                .statusCode(200)
                .header("Content-Type", "application/json; charset=UTF-8")
                .body("method", equalTo("PUT"))
                .body("uri", equalTo("/api/v1/data/a%20b%2Fc/x?q=1&r=%26"))
                .body("body", equalTo("{\"a\":1}"))
                .body("headers.content-type", equalTo("application/json"));
    }

    @Test
    void saysWhoTheCallerIsWhateverTheCallerSays() {
        given().header("X-Forwarded-For", "1.2.3.4")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=1.2.3.4")
                .header("X-Real-IP", "1.2.3.4")
                .header("Authorization", "Bearer abc")
                .header("Cookie", "a=b")
                .get("/api/v1/data/x")
                .then()
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"))
                .body("headers.x-forwarded-host", equalTo(gateway.getAuthority()))
                .body("headers.forwarded", nullValue())
                .body("headers.x-real-ip", nullValue())
                .body("headers.authorization", equalTo("Bearer abc"))
                .body("headers.cookie", equalTo("a=b"));
    }

    @Test
    void givesEachRequestAnId() {
        var id = given().get("/api/v1/data/x")
                .then()
                .header("X-Request-Id", notNullValue())
                .extract();
        assertThat(id.<String>path("headers.x-request-id")).isEqualTo(id.header("X-Request-Id"));
        given().header("X-Request-Id", "mine-1")
                .get("/api/v1/data/x")
                .then()
                .header("X-Request-Id", equalTo("mine-1"))
                .body("headers.x-request-id", equalTo("mine-1"));
        given().header("X-Request-Id", "no good")
                .get("/api/v1/data/hops")
                .then()
                .header("X-Request-Id", not("no good"))
                .header("X-Request-Id", not("not-asked"));
    }

    @Test
    void keepsHopByHopHeadersToTheHop() throws Exception {
        var answer = hear("""
                GET /api/v1/data/x HTTP/1.1\r
                Host: gateway\r
                Connection: close, X-Mine\r
                X-Mine: 1\r
                X-Yours: 2\r
                TE: trailers\r
                Proxy-Authorization: Basic abc\r
                Upgrade: h2c\r
                \r
                """, "\"body\":\"\"}");
        assertThat(answer).contains("\"x-yours\":\"2\"", "\"host\":\"127.0.0.1:");
        assertThat(answer).doesNotContain("x-mine", "\"te\"", "proxy-authorization", "upgrade", "connection\":\"close");
        var back = given().get("/api/v1/data/hops").then().statusCode(200).extract();
        assertThat(back.header("X-Yours")).isEqualTo("2");
        assertThat(back.headers().hasHeaderWithName("X-Mine")).isFalse();
        assertThat(back.headers().hasHeaderWithName("Keep-Alive")).isFalse();
        assertThat(back.headers().hasHeaderWithName("Connection")).isFalse();
    }

    @Test
    void makesOneSlashOfSeveral() throws Exception {
        assertThat(get("//api//v1/data///a%2F%2Fb//x?u=http://y"))
                .contains("\"uri\":\"/api/v1/data/a%2F%2Fb/x?u=http://y\"");
        assertThat(get("//api/1.0/ping"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Type: application/json; charset=UTF-8\r\n")
                .endsWith("{\"msg\":\"pong\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/internal/x", "//internal/x", "/%69nternal/x", "/./internal/x", "/internal", "/INTERNAL/x"})
    void hasNoWayInside(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 404").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../internal/x",
                "/api/v1/data/../../../internal/x",
                "/api/v1/data/%2e%2e/%2E%2E/x",
                "/api/v1/data/..%2fx",
                "/health/../internal/x"
            })
    void takesNoPathThatClimbs(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 400").contains("path: '..' is not taken");
        assertThat(get("//api/1.0/task/1/files/..")).endsWith("{\"msg\":\"path: '..' is not taken\"}");
    }

    @Test
    void takesAnAbsoluteAddress() throws Exception {
        assertThat(get("http://elsewhere/api/v1/data/x?a=b")).contains("\"uri\":\"/api/v1/data/x?a=b\"");
        assertThat(get("http://elsewhere/internal/x")).startsWith("HTTP/1.1 404");
    }

    @Test
    void knowsAnswersWithoutABody() {
        given().head("/api/v1/data/bytes?n=1000").then().statusCode(200).header("Content-Length", equalTo("1000"));
        given().delete("/api/v1/data/nothing").then().statusCode(204).body(equalTo(""));
        given().get("/api/v1/data/unchanged").then().statusCode(304).header("ETag", equalTo("\"x\""));
    }

    @Test
    void speaksWithOldCallers() throws Exception {
        var answer = RawClient.ask(
                gateway, "GET /api/v1/data/bytes?n=5&chunked=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(answer).contains(" 200 OK\r\n").doesNotContain("ransfer-").endsWith("\r\n\r\n\0\0\0\0\0");
    }

    /** Quarkus refuses what is no URI before anybody sees it. */
    @Test
    void takesNoBrokenEscapes() throws Exception {
        assertThat(get("/api/v1/data/%zz")).startsWith("HTTP/1.1 400");
    }

    private String hear(String request, String end) throws Exception {
        try (var client = new RawClient(gateway)) {
            client.say(request);
            return client.hearUntil(end);
        }
    }

    private String get(String target) throws Exception {
        return RawClient.ask(gateway, "GET " + target + " HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n");
    }
}
