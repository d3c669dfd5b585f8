package dev.slipway.auth.deletion;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.auth.project.SomeProject;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class DeletionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Five seconds are the promise, and measured on the whole suite; the others are for machines that are busy. */
    private static final Duration PROMISED = Duration.ofSeconds(30);

    @Test
    void case87_aDeletedUserIsNobodyAtOnceAndGoneWhenTheOthersSaySo() {
        var user = Users.fresh();
        var token = user.token();
        var project = SomeProject.of(user.login(), user.login(), "admin");
        Users.admin()
                .asks()
                .delete("/api/1.0/user/" + user.login())
                .then()
                .statusCode(200)
                .body("id", equalTo(user.login()));
        login(user).statusCode(401);
        await().atMost(PROMISED)
                .untilAsserted(() -> given().auth()
                        .oauth2(token)
                        .get("/api/1.0/user/" + user.login())
                        .then()
                        .statusCode(401));
        Users.admin().asks().get("/api/1.0/user/" + user.login()).then().statusCode(404);
        Users.admin().asks().get("/api/v1/accounts/" + user.login()).then().statusCode(404);
        Users.admin()
                .asks()
                .get("/api/v1/projects/" + project)
                .then()
                .body("members", contains("admin"))
                .body("owner", equalTo(""));
        var told = told(user);
        assertThat(told.version()).isEqualTo(2);
        progress(user)
                .statusCode(200)
                .body("state", equalTo("deleting"))
                .body("requested", notNullValue())
                .body("$", not(hasKey("tasks_cleared")))
                .body("$", not(hasKey("files_cleared")));
        create(user.login()).statusCode(409);

        Kafka.publish(new TaskEvent.AccountCleared(0, user.login(), Instant.now()));
        await().atMost(PATIENCE).untilAsserted(() -> progress(user).body("tasks_cleared", notNullValue()));
        progress(user).body("state", equalTo("deleting"));
        create(user.login()).statusCode(409);
        Kafka.publish(new ObjectEvent.AccountCleared(user.login(), Instant.now()));
        await().atMost(PATIENCE).untilAsserted(() -> progress(user).body("state", equalTo("deleted")));
        progress(user).body("files_cleared", notNullValue());
    }

    @Test
    void aLoginGivenAgainGoesOnAboveTheOldOneWithOtherNumbersAndNoOldToken() {
        var user = Users.fresh();
        var old = user.token();
        int uid = Users.admin().asks().get("/api/v1/accounts/" + user.login()).path("uid");
        delete(user.login()).statusCode(202).body("state", equalTo("deleting"));
        clear(user);
        create(user.login()).statusCode(201).body("version", greaterThan(2)).body("uid", not(equalTo(uid)));
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(Map.of("login", Users.freshLogin(), "uid", uid))
                .post("/api/v1/accounts")
                .then()
                .statusCode(409);
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().auth()
                        .oauth2(old)
                        .get("/api/v1/accounts/" + user.login())
                        .then()
                        .statusCode(401));
    }

    @Test
    void anOldWordOfAnEarlierDeletionDoesNotCountForALaterOne() {
        var user = Users.fresh();
        delete(user.login()).statusCode(202);
        var told = told(user);
        Kafka.publish(new TaskEvent.AccountCleared(0, user.login(), told.at().minus(Duration.ofHours(1))));
        Kafka.publish(new ObjectEvent.AccountCleared(user.login(), Instant.now()));
        await().atMost(PATIENCE).untilAsserted(() -> progress(user).body("files_cleared", notNullValue()));
        progress(user).body("state", equalTo("deleting"));
        clear(user);
    }

    @Test
    void whatMustStayStays() {
        delete("admin").statusCode(409);
        delete("nobody-there").statusCode(404);
        var user = Users.fresh();
        user.asks().delete("/api/v1/accounts/" + user.login()).then().statusCode(403);
        user.asks().delete("/api/1.0/user/" + user.login()).then().statusCode(403);
        user.asks().get("/api/v1/accounts/" + user.login() + "/deletion").then().statusCode(403);
        progress(user).statusCode(404);
    }

    private static void clear(User user) {
        Kafka.publish(new TaskEvent.AccountCleared(0, user.login(), Instant.now()));
        Kafka.publish(new ObjectEvent.AccountCleared(user.login(), Instant.now()));
        await().atMost(PATIENCE).untilAsserted(() -> progress(user).body("state", equalTo("deleted")));
    }

    private static AccountEvent.Deleted told(User user) {
        return (AccountEvent.Deleted) Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Deleted && it.account().equals(user.login()));
    }

    private static ValidatableResponse login(User user) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("user", user.login(), "apikey", user.key()))
                .post("/api/1.0/authenticate")
                .then();
    }

    private static ValidatableResponse create(String login) {
        return Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(Map.of("login", login))
                .post("/api/v1/accounts")
                .then();
    }

    private static ValidatableResponse delete(String login) {
        return Users.admin().asks().delete("/api/v1/accounts/" + login).then();
    }

    private static ValidatableResponse progress(User user) {
        return Users.admin()
                .asks()
                .get("/api/v1/accounts/" + user.login() + "/deletion")
                .then();
    }
}
