package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks in our own API, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TaskResourceTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final String HELLO = "\"image\":\"slipway/base:latest\",\"script\":\"echo hello\"";
    private static final TestNode NODE = new TestNode("api-node");

    @BeforeEach
    void accounts() {
        Accounts.announce("nadia", 5601);
        Accounts.announce("noam", 5602);
    }

    @Test
    void aTaskIsHandedInRunsAndTellsItsStory() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(HELLO);
            var start = NODE.start(id);
            assertThat(start.spec().script()).isEqualTo("echo hello");
            NODE.run(start, 3);
            eventually(() -> get(id).body("state", equalTo("over")));
            get(id).body("outcome", equalTo("exited"))
                    .body("exit_code", equalTo(3))
                    .body("node", equalTo("api-node"))
                    .body("attempt", equalTo(1))
                    .body("script", equalTo("echo hello"))
                    .body("started_at", notNullValue())
                    .body("ended_at", notNullValue());
            as("nadia")
                    .get(TASKS + "/" + id + "/events")
                    .then()
                    .statusCode(200)
                    .body("events.event", contains("submitted", "placed", "started", "attempt_ended", "over"))
                    .body("events[3].outcome", equalTo("exited"))
                    .body("events[1].node", equalTo("api-node"));
        });
    }

    /** Whatever name or address the client knows the suite by. */
    @Test
    void theAnswerSaysWhereTheTaskIs() {
        var made = as("nadia").body("{" + HELLO + "}").post(TASKS).then().statusCode(201);
        int id = made.extract().path("id");
        var location = made.extract().header("Location");
        assertThat(location).isEqualTo("/api/v1/tasks/" + id);
        as("nadia").get(location).then().statusCode(200).body("id", equalTo(id)).body("script", equalTo("echo hello"));
        as("nadia").post(location + "/cancel").then().statusCode(200);
    }

    @Test
    void everythingThatWasAskedForIsTold() {
        var id = submit("""
                %s,"name":"full","description":"all of it","tags":["a","b"],"cpus":2,"ram_gb":3,"gpus":1,"tmp_size":"10G",
                "uris":["http://a/b"],"ports":[8080],"interactive":true,"notify":true,"retries":2,"array":"2:8:2",
                "fields":{"maxlifespan":"6d"},"held":true""".formatted(HELLO));
        get(id).body("state", equalTo("created"))
                .body("name", equalTo("full"))
                .body("owner", equalTo("nadia"))
                .body("project", equalTo("default"))
                .body("description", equalTo("all of it"))
                .body("tags", contains("a", "b"))
                .body("cpus", equalTo(2))
                .body("ram_gb", equalTo(3))
                .body("gpus", equalTo(1))
                .body("tmp_size", equalTo("10G"))
                .body("uris", contains("http://a/b"))
                .body("ports", contains(8080))
                .body("interactive", equalTo(true))
                .body("notify", equalTo(true))
                .body("retries", equalTo(2))
                .body("fields.maxlifespan", equalTo("6d"))
                .body("array.values", equalTo("2:8:2"))
                .body("array.size", equalTo(4))
                .body("array.first", equalTo((int) id + 1));
        as("nadia")
                .body("{\"fields\":{\"maxlifespan\":\"1d\"}}")
                .patch(TASKS + "/" + id)
                .then()
                .statusCode(200)
                .body("fields.maxlifespan", equalTo("1d"));
        as("nadia")
                .body("{\"fields\":{\"maxlifespan\":\"x\"}}")
                .patch(TASKS + "/" + id)
                .then()
                .statusCode(400)
                .body("detail", startsWith("fields.maxlifespan: "));
        as("nadia").post(TASKS + "/" + id + "/cancel").then().statusCode(200).body("state", equalTo("over"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                            | image:
            {"image":"a b","script":"x"}                                  | image:
            {"image":"a"}                                                 | script:
            {"image":"a","script":" "}                                    | script:
            {"image":"a","script":"x","cpu":2}                            | cpu:
            {"image":"a","script":"x","cpus":0}                           | cpus:
            {"image":"a","script":"x","cpus":1.5}                         | cpus:
            {"image":"a","script":"x","ram_gb":"much"}                    | ram_gb:
            {"image":"a","script":"x","gpus":-1}                          | gpus:
            {"image":"a","script":"x","array":"9:1"}                      | array:
            {"image":"a","script":"x","array":"200000"}                   | array:
            {"image":"a","script":"x","after":[999999999]}                | after:
            {"image":"a","script":"x","ports":[70000]}                    | ports:
            {"image":"a","script":"x","labels":["disk==no"]}              | labels:
            {"image":"a","script":"x","tmp_size":"lots"}                  | tmp_size:
            {"image":"a","script":"x","executor":"slurm"}                 | executor:
            {"image":"a","script":"x","tags":[null]}                      | tags:
            {"image":"a","script":"x","fields":{"color":"red"}}           | fields.color:
            {"image":"a","script":"x","fields":{"maxlifespan":"long"}}    | fields.maxlifespan:
            {"image":"a","script":"x","fields":{"maxlifespan":"3651d"}}   | fields.maxlifespan:
            {"image":"a","script":"x","volumes":[{}]}                     | volumes.name:
            {"image":"a","script":"a\\u0000b"}                            | script:
            [1]                                                           | body:
            {"image":                                                     | body:
            """)
    void badInputIsRefusedByItsNameAndNothingIsStored(String body, String field) {
        Accounts.announce("badin", 5603);
        for (var dry : List.of("", "?dry_run=true")) {
            as("badin")
                    .body(body)
                    .post(TASKS + dry)
                    .then()
                    .statusCode(400)
                    .header("Content-Type", startsWith("application/problem+json"))
                    .body("detail", startsWith(field));
        }
        as("badin").get(TASKS).then().statusCode(200).body("tasks", empty());
    }

    @Test
    void whatIsNotAllowedIsSaid() {
        as("nadia")
                .body("{%s,\"owner\":\"noam\"}".formatted(HELLO))
                .post(TASKS)
                .then()
                .statusCode(403)
                .body("detail", startsWith("owner: "));
        as("nadia")
                .body("{%s,\"project\":\"secret\"}".formatted(HELLO))
                .post(TASKS)
                .then()
                .statusCode(403)
                .body("detail", startsWith("project: "));
        as("nadia")
                .body("{%s,\"root\":true}".formatted(HELLO))
                .post(TASKS)
                .then()
                .statusCode(403)
                .body("detail", startsWith("root: "));
        given().contentType("application/json")
                .body("{%s}".formatted(HELLO))
                .post(TASKS)
                .then()
                .statusCode(401);
    }

    @Test
    void listsArePagedByNumber() {
        Accounts.announce("lista", 5604);
        var ids = new ArrayList<Integer>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst((int) submitAs("lista", HELLO + ",\"name\":\"n%d\",\"tags\":[\"t%d\"]".formatted(i, i % 2)));
        }
        var first = as("lista").get(TASKS + "?limit=2").then().statusCode(200);
        first.body("tasks.id", equalTo(ids.subList(0, 2))).body("tasks.script", everyItem(nullValue()));
        int next = first.extract().path("next");
        as("lista").get(TASKS + "?limit=2&before=" + next).then().body("tasks.id", equalTo(ids.subList(2, 4)));
        as("lista")
                .get(TASKS + "?limit=2&before=" + ids.get(3))
                .then()
                .body("tasks.id", equalTo(ids.subList(4, 5)))
                .body("next", nullValue());
        as("lista").get(TASKS + "?tag=t1").then().body("tasks.name", contains("n3", "n1"));
        as("lista").get(TASKS + "?name=N2").then().body("tasks.name", contains("n2"));
        as("lista").get(TASKS + "?since=2999-01-01T00:00:00Z").then().body("tasks", empty());
        as("lista").post(TASKS + "/" + ids.getFirst() + "/cancel").then().statusCode(200);
        as("lista").get(TASKS + "?state=over").then().body("tasks.id", contains(ids.getFirst()));
        as("lista").get(TASKS + "?state=live").then().body("tasks", hasSize(4));
        as("lista").get(TASKS + "?limit=0").then().statusCode(400).body("detail", startsWith("limit:"));
        as("lista").get(TASKS + "?state=odd").then().statusCode(400).body("detail", startsWith("state:"));
        as("lista").get(TASKS + "?since=today").then().statusCode(400).body("detail", startsWith("since:"));
        as("lista").get(TASKS + "?owner=nadia").then().statusCode(403);
        given().header("Authorization", "Bearer " + Tokens.admin())
                .get(TASKS + "?owner=lista")
                .then()
                .statusCode(200)
                .body("tasks", hasSize(5));
        as("lista").body("{\"all\":true}").post(TASKS + "/cancel").then().body("cancelled", hasSize(4));
    }

    @Test
    void theSameAgainIsANewTaskOfTheCaller() {
        var id = submit(HELLO + ",\"name\":\"first\",\"cpus\":3,\"held\":true");
        int again = as("nadia")
                .body("{\"name\":\"second\"}")
                .post(TASKS + "/" + id + "/rerun")
                .then()
                .statusCode(201)
                .body("name", equalTo("second"))
                .body("cpus", equalTo(3))
                .body("state", equalTo("pending"))
                .extract()
                .path("id");
        var made = as("nadia")
                .post(TASKS + "/" + id + "/rerun")
                .then()
                .statusCode(201)
                .body("name", equalTo("first"));
        int third = made.extract().path("id");
        made.header("Location", TASKS + "/" + third);
        as("nadia")
                .body("{\"tasks\":[%d,%d,%d]}".formatted(id, again, third))
                .post(TASKS + "/cancel")
                .then()
                .statusCode(200);
    }

    @Test
    void theSameRequestWithTheSameKeyMakesOneTask() {
        Accounts.announce("keya", 5607);
        var first = keyed("k1", HELLO, 201);
        assertThat(keyed("k1", HELLO, 201)).isEqualTo(first);
        assertThat(keyed("k2", HELLO, 201)).isNotEqualTo(first);
        as("keya")
                .header("Idempotency-Key", "k1")
                .body("{%s,\"cpus\":2}".formatted(HELLO))
                .post(TASKS)
                .then()
                .statusCode(409)
                .body("detail", startsWith("Idempotency-Key: "));
        as("keya")
                .header("Idempotency-Key", "a b")
                .body("{%s}".formatted(HELLO))
                .post(TASKS)
                .then()
                .statusCode(400);
        as("keya").get(TASKS).then().body("tasks", hasSize(2));
        as("keya").body("{\"all\":true}").post(TASKS + "/cancel").then().statusCode(200);
    }

    private static int keyed(String key, String members, int status) {
        return as("keya")
                .header("Idempotency-Key", key)
                .body("{" + members + "}")
                .post(TASKS)
                .then()
                .statusCode(status)
                .extract()
                .path("id");
    }

    @Test
    void aDryRunStoresNothingAndSaysWhatWouldHold() {
        Accounts.announce("drya", 5606);
        NODE.serving(4, 8, () -> {
            eventually(() -> as("drya")
                    .body("{%s,\"cpus\":500}".formatted(HELLO))
                    .post(TASKS + "?dry_run=true")
                    .then()
                    .statusCode(200)
                    .body("dry_run", equalTo(true))
                    .body("reasons.code", hasItem("too_large"))
                    .body("reasons.detail", hasItem(containsString("500 cpus")))
                    .body("estimated_start", nullValue()));
            as("drya")
                    .body("{%s,\"held\":true}".formatted(HELLO))
                    .post(TASKS + "?dry_run=true")
                    .then()
                    .body("reasons[0].code", equalTo("held"));
        });
        as("drya").get(TASKS).then().body("tasks", empty());
        as("drya").get("/api/v1/queue").then().body("tasks", empty());
    }

    @Test
    void anothersTaskDoesNotExist() {
        var id = submit(HELLO + ",\"held\":true");
        var none = bodyOfMissing(999_999_999);
        for (var path : List.of("", "/events", "/why")) {
            as("noam").get(TASKS + "/" + id + path).then().statusCode(404);
        }
        for (var step : List.of("cancel", "release", "suspend", "resume", "reschedule", "rerun")) {
            as("noam").post(TASKS + "/" + id + "/" + step).then().statusCode(404);
        }
        as("noam")
                .body("{\"fields\":{\"maxlifespan\":\"1d\"}}")
                .patch(TASKS + "/" + id)
                .then()
                .statusCode(404);
        assertThat(bodyOfMissing(id)).isEqualTo(none);
        get(id).body("state", equalTo("created")).body("fields", nullValue());
        as("nadia").post(TASKS + "/" + id + "/release").then().statusCode(200).body("state", equalTo("pending"));
        as("nadia").post(TASKS + "/" + id + "/cancel").then().statusCode(200).body("outcome", equalTo("killed"));
        as("nadia").post(TASKS + "/" + id + "/cancel").then().statusCode(200).body("outcome", equalTo("killed"));
    }

    /** Its number is left out, which may be part of others. */
    private static String bodyOfMissing(long id) {
        return as("noam")
                .header("X-Request-Id", "same")
                .get(TASKS + "/" + id)
                .then()
                .statusCode(404)
                .extract()
                .asString()
                .replaceAll("\\b" + id + "\\b", "ID");
    }

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }

    private static long submit(String members) {
        return submitAs("nadia", members);
    }

    private static long submitAs(String login, String members) {
        var answer = as(login).body("{" + members + "}").post(TASKS).then().statusCode(201);
        long id = answer.extract().jsonPath().getLong("id");
        answer.header("Location", TASKS + "/" + id);
        return id;
    }

    private static ValidatableResponse get(long id) {
        return as("nadia").get(TASKS + "/" + id).then().statusCode(200);
    }
}
