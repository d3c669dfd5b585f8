package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many tasks are cancelled by one request. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class CancelManyTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final String HELLO = "\"image\":\"slipway/base:latest\",\"script\":\"echo hello\"";

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("nadia", 5601);
    }

    @Test
    void manyAreCancelledAtOnce() {
        Accounts.announce("manya", 5605);
        var one = submit("manya", HELLO);
        var two = submit("manya", HELLO + ",\"tags\":[\"x\"]");
        var three = submit("manya", HELLO);
        var others = submit("nadia", HELLO);
        as("manya")
                .body("{\"tasks\":[%d,%d,999999999]}".formatted(one, others))
                .post(TASKS + "/cancel")
                .then()
                .statusCode(200)
                .body("cancelled", contains((int) one))
                .body("refused.task", contains((int) others, 999_999_999))
                .body("refused.reason", everyItem(equalTo("not_found")));
        as("nadia").get(TASKS + "/" + others).then().body("state", not(equalTo("over")));
        as("manya")
                .body("{\"all\":true,\"tag\":\"x\"}")
                .post(TASKS + "/cancel")
                .then()
                .body("cancelled", contains((int) two));
        as("manya").get(TASKS + "/" + three).then().body("state", not(equalTo("over")));
        as("manya").body("{}").post(TASKS + "/cancel").then().statusCode(400);
        as("manya")
                .body("{\"all\":true,\"tasks\":[1]}")
                .post(TASKS + "/cancel")
                .then()
                .statusCode(400);
        as("manya")
                .body("{\"all\":true,\"owner\":\"nadia\"}")
                .post(TASKS + "/cancel")
                .then()
                .statusCode(403);
        as("nadia").post(TASKS + "/" + others + "/cancel").then().statusCode(200);
        as("manya").post(TASKS + "/" + three + "/cancel").then().statusCode(200);
    }

    /** Between the look at which tasks live and its turn: it is over, and the others are still to be ended. */
    @Test
    void oneThatIsRemovedMeanwhileStopsNoOther() throws Exception {
        Accounts.announce("mirja", 5608);
        var ids = List.of(held(), held(), held());
        var remover = database.getConnectionAndAwait();
        try {
            remover.query("begin").executeAndAwait();
            remover.preparedQuery("delete from task where id = $1").executeAndAwait(Tuple.of(ids.get(1)));
            var asked = CompletableFuture.supplyAsync(() -> as("mirja")
                    .body("{\"all\":true}")
                    .post(TASKS + "/cancel")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getList("cancelled", Long.class));
            eventually(() -> assertThat(waitingFor(backend(remover))).isOne());
            remover.query("commit").executeAndAwait();
            assertThat(asked.get(30, TimeUnit.SECONDS)).containsExactlyInAnyOrderElementsOf(ids);
        } finally {
            remover.closeAndAwait();
        }
        for (var id : List.of(ids.getFirst(), ids.getLast())) {
            as("mirja").get(TASKS + "/" + id).then().statusCode(200).body("state", equalTo("over"));
        }
        as("mirja").get(TASKS + "/" + ids.get(1)).then().statusCode(404);
    }

    private static long held() {
        return submit("mirja", HELLO + ",\"held\":true");
    }

    private static int backend(SqlClient connection) {
        return connection
                .query("select pg_backend_pid()")
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger(0);
    }

    /** How many wait for what that connection has locked. */
    private int waitingFor(int backend) {
        return database.preparedQuery(
                        "select cast(count(*) as int) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))")
                .executeAndAwait(Tuple.of(backend))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }

    private static long submit(String login, String members) {
        return as(login)
                .body("{" + members + "}")
                .post(TASKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }
}
