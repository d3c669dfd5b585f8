package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** One account's things in every service, each asked past the gateway, because each judges for itself, and by way of it. */
record Everywhere(Suite suite, String account, long task) {
    /** Published are five seconds until what is revoked is refused everywhere; the others are for machines that are busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** With a task of the account, run to its end. */
    static Everywhere of(Suite suite, String account) {
        return new Everywhere(
                suite, account, new Batch(suite, account).run("true").id());
    }

    static UnaryOperator<RequestSpecification> bearer(String token) {
        return it -> it.header("Authorization", "Bearer " + token);
    }

    static UnaryOperator<RequestSpecification> withKey(String key) {
        return it -> it.header("X-API-Key", key);
    }

    static UnaryOperator<RequestSpecification> basic(String login, String key) {
        return it -> it.auth().preemptive().basic(login, key);
    }

    /** A token for a key of the account. */
    String login(String key) {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", account, "apikey", key))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** What each answers to who wants to read. */
    Map<String, Integer> everywhere(UnaryOperator<RequestSpecification> credential) {
        var answers = new HashMap<String, Integer>();
        Map.of(
                        "auth-service", "/api/1.0/user/" + account,
                        "task-service", "/api/1.0/task/" + task,
                        "storage-service", "/api/1.0/task/" + task + "/files/god.log",
                        "node-service", "/api/v1/nodes")
                .forEach((service, path) -> answers.put(
                        service, credential.apply(suite.to(service)).get(path).statusCode()));
        var entrance = credential.apply(suite.anonymous());
        answers.put("gateway", entrance.get("/api/1.0/task/" + task).statusCode());
        return answers;
    }

    void isLetInEverywhere(UnaryOperator<RequestSpecification> credential) {
        allAnswer(200, credential);
    }

    void isRefusedEverywhereInTime(UnaryOperator<RequestSpecification> credential) {
        Awaitility.await("refused everywhere")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> allAnswer(401, credential));
    }

    private void allAnswer(int status, UnaryOperator<RequestSpecification> credential) {
        assertThat(everywhere(credential))
                .hasSize(5)
                .allSatisfy((service, answer) -> assertThat(answer).as(service).isEqualTo(status));
    }
}
