package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tasks a list shows, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TaskFilterTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final TestNode NODE = new TestNode("filter-node");

    @Inject
    Pool database;

    /** One of each, and an array with its child: nothing is in a list it does not belong to. */
    @Test
    void eachStateHasItsTasks() {
        Accounts.announce("filippa", 5641);
        NODE.serving(1_000, 100_000, () -> {
            var created = submit("filippa", ",\"held\":true");
            var pending = submit("filippa", ",\"cpus\":5000");
            var placed = submit("filippa", "");
            var running = submit("filippa", "");
            var stopping = submit("filippa", "");
            var over = submit("filippa", "");
            var archived = submit("filippa", "");
            var array = submit("filippa", ",\"array\":\"1\"");
            NODE.start(placed);
            var begun = new ArrayList<>(List.of(NODE.start(running), NODE.start(stopping), NODE.start(array + 1)));
            begun.forEach(NODE::begin);
            NODE.run(NODE.start(over), 0);
            NODE.run(NODE.start(archived), 0);
            eventually(() -> assertThat(ids("filippa", "?state=over")).containsExactly(archived, over));
            as("filippa").get("/api/1.0/task/" + archived + "/archive").then().statusCode(200);
            eventually(() ->
                    assertThat(ids("filippa", "?state=running")).containsExactly(array + 1, array, stopping, running));
            as("filippa").post(TASKS + "/" + stopping + "/cancel").then().statusCode(200);

            shows("filippa", "?state=created", created);
            shows("filippa", "?state=pending", pending);
            shows("filippa", "?state=placed", placed);
            shows("filippa", "?state=running", array + 1, array, running);
            shows("filippa", "?state=stopping", stopping);
            shows("filippa", "?state=over", over);
            shows("filippa", "?state=archived", archived);
            shows("filippa", "?state=live", array + 1, array, stopping, running, placed, pending, created);
            shows("filippa", "", array + 1, array, archived, over, stopping, running, placed, pending, created);

            as("filippa").body("{\"all\":true}").post(TASKS + "/cancel").then().statusCode(200);
            begun.add(NODE.start(placed));
            begun.forEach(it -> NODE.end(it, 137));
            eventually(() -> assertThat(ids("filippa", "?state=live")).isEmpty());
        });
    }

    /** Five of five days; both bounds are within. */
    @Test
    void datesAndPagesAreOfTheFilteredList() {
        Accounts.announce("sinje", 5642);
        var day = new int[6];
        for (int i = 1; i <= 5; i++) {
            day[i] = submit("sinje", ",\"held\":true");
            database.preparedQuery("update task set submitted_at = $1 where id = $2")
                    .executeAndAwait(
                            Tuple.of(OffsetDateTime.parse("2026-01-0%dT12:00:00Z".formatted(i)), (long) day[i]));
        }
        shows("sinje", "?since=2026-01-03T12:00:00Z", day[5], day[4], day[3]);
        shows("sinje", "?since=2026-01-03T12:00:01Z", day[5], day[4]);
        shows("sinje", "?until=2026-01-03T12:00:00Z", day[3], day[2], day[1]);
        shows("sinje", "?until=2026-01-03T11:59:59Z", day[2], day[1]);
        shows("sinje", "?since=2026-01-02T00:00:00Z&until=2026-01-04T18:00:00Z", day[4], day[3], day[2]);
        shows("sinje", "?since=2026-01-04T00:00:00Z&until=2026-01-02T00:00:00Z");

        pages("sinje", "since=2026-01-02T00:00:00Z", List.of(day[5], day[4]), List.of(day[3], day[2]));
        pages("sinje", "until=2026-01-03T12:00:00Z", List.of(day[3], day[2]), List.of(day[1]));
        as("sinje").post(TASKS + "/" + day[4] + "/cancel").then().statusCode(200);
        as("sinje").post(TASKS + "/" + day[2] + "/cancel").then().statusCode(200);
        shows("sinje", "?state=over&since=2026-01-03T00:00:00Z", day[4]);
        pages("sinje", "state=created", List.of(day[5], day[3]), List.of(day[1]));
        as("sinje").body("{\"all\":true}").post(TASKS + "/cancel").then().statusCode(200);
    }

    /** As if there were very many of them. */
    @Test
    void datesThatTakeTooLongAreStopped() {
        Accounts.announce("sinje", 5642);
        var slow = database.getConnectionAndAwait();
        var transaction = slow.beginAndAwait();
        try {
            // So that this test ends where nothing is stopped.
            slow.query("set local idle_in_transaction_session_timeout = '15s'").executeAndAwait();
            slow.query("lock table task in access exclusive mode").executeAndAwait();
            as("sinje")
                    .get(TASKS + "?until=2026-01-03T12:00:00Z")
                    .then()
                    .statusCode(400)
                    .body("detail", startsWith("query: takes too long"));
        } finally {
            transaction.rollbackAndAwait();
            slow.closeAndAwait();
        }
    }

    /** In two pages, of which the first is of two. */
    private static void pages(String login, String filter, List<Integer> first, List<Integer> second) {
        var page = read(login, "?limit=2&" + filter);
        assertThat(page.getList("tasks.id", Integer.class)).isEqualTo(first);
        assertThat(page.getInt("next")).isEqualTo(first.getLast());
        var last = read(login, "?limit=2&" + filter + "&before=" + first.getLast());
        assertThat(last.getList("tasks.id", Integer.class)).isEqualTo(second);
        assertThat(last.<Integer>get("next")).isNull();
    }

    private static void shows(String login, String query, int... expected) {
        assertThat(ids(login, query))
                .as(query)
                .isEqualTo(Arrays.stream(expected).boxed().toList());
    }

    private static List<Integer> ids(String login, String query) {
        return read(login, query).getList("tasks.id", Integer.class);
    }

    private static JsonPath read(String login, String query) {
        return as(login).get(TASKS + query).then().statusCode(200).extract().jsonPath();
    }

    private static int submit(String login, String more) {
        return as(login)
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"true\"%s}".formatted(more))
                .post(TASKS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }
}
