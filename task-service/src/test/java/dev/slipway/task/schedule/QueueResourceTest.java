package dev.slipway.task.schedule;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.Leftovers;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue as users and administrators see it, where no node takes anything from it. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class QueueResourceTest {
    private static final String QUEUE = "/api/v1/queue";
    private static final int CHILDREN = 1500;

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        // All of the one go before all of the other.
        Accounts.announce("qadi", 5821, 100, Limits.NONE);
        Accounts.announce("quirin", 5822, 0, Limits.NONE);
        Leftovers.end(database);
    }

    @AfterEach
    void nothingWaits() {
        for (var login : new String[] {"qadi", "quirin"}) {
            as(login).body("{\"all\":true}").post("/api/v1/tasks/cancel").then().statusCode(200);
        }
    }

    @Test
    void oneSeesOnesOwnWhereverTheyStandAndAnAdministratorAll() {
        var array = submit("qadi", ",\"array\":\"%d\"".formatted(CHILDREN));
        var mine = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            mine.add(submit("quirin", ""));
        }
        eventually(() -> as("quirin")
                .get(QUEUE)
                .then()
                .statusCode(200)
                .body("waiting", equalTo(CHILDREN + 3))
                .body("tasks.task", equalTo(mine))
                .body("tasks.position", contains(CHILDREN + 1, CHILDREN + 2, CHILDREN + 3))
                .body("tasks.owner", everyItem(equalTo("quirin")))
                .body("next", nullValue()));
        // The same as is said of each.
        as("quirin").get("/api/v1/tasks/" + mine.get(1) + "/why").then().body("position", equalTo(CHILDREN + 2));

        var part = read("quirin", "?limit=2");
        assertThat(part.getList("tasks.task", Integer.class)).isEqualTo(mine.subList(0, 2));
        assertThat(part.getInt("next")).isEqualTo(CHILDREN + 2);
        as("quirin")
                .get(QUEUE + "?limit=2&after=" + (CHILDREN + 2))
                .then()
                .body("tasks.task", equalTo(mine.subList(2, 3)))
                .body("next", nullValue());
        as("quirin").get(QUEUE + "?after=" + (CHILDREN + 3)).then().body("tasks", empty());

        var all =
                IntStream.rangeClosed(1, CHILDREN).map(it -> array + it).boxed().toList();
        var own = read("qadi", "?limit=1000");
        assertThat(own.getList("tasks.task", Integer.class)).isEqualTo(all.subList(0, 100));
        assertThat(own.getInt("next")).isEqualTo(100);
        var first = read("admin", "?limit=1000");
        assertThat(first.getList("tasks.task", Integer.class)).isEqualTo(all.subList(0, 1000));
        assertThat(first.getInt("next")).isEqualTo(1000);
        var admins = read("admin", "?limit=1000&after=" + first.getInt("next"));
        var rest = new ArrayList<>(all.subList(1000, CHILDREN));
        rest.addAll(mine);
        assertThat(admins.getList("tasks.task", Integer.class)).isEqualTo(rest);
        assertThat(admins.getList("tasks.position", Integer.class))
                .isEqualTo(IntStream.rangeClosed(1001, CHILDREN + 3).boxed().toList());
        assertThat(admins.<Integer>get("next")).isNull();
        as("qadi").get(QUEUE + "?after=" + (CHILDREN - 50)).then().body("tasks", hasSize(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "after=99999999999", "limit=0", "limit=1001", "limit=x"})
    void whatIsNoPartIsRefusedByItsName(String query) {
        as("quirin")
                .get(QUEUE + "?" + query)
                .then()
                .statusCode(400)
                .body("detail", startsWith(query.substring(0, 5) + ": "));
    }

    private static JsonPath read(String login, String query) {
        return as(login).get(QUEUE + query).then().statusCode(200).extract().jsonPath();
    }

    private static int submit(String login, String more) {
        return as(login)
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"true\"%s}".formatted(more))
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification as(String login) {
        var token = login.equals("admin") ? Tokens.admin() : Tokens.user(login);
        return given().header("Authorization", "Bearer " + token).header("Content-Type", "application/json");
    }
}
