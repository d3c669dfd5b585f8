package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases 2, 5, 8 and 11 to 24, 38, 39, 100 of godocker.md, without a node. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SubmitTest {
    private static final String GALAXY = """
            {"date":1489000000.5,"meta":{"name":"gx","description":"a job","tags":["galaxy"]},
             "requirements":{"cpu":2,"ram":4,"array":{"values":null},"label":[],"tasks":[],"tmpstorage":null},
             "container":{"image":"slipway/base:latest","volumes":[{"name":"home"}],"network":true,"id":null,"meta":null,
               "stats":null,"ports":[],"root":false},
             "command":{"interactive":false,"cmd":"#!/bin/bash\\necho $HOME"},
             "status":{"primary":null,"secondary":null}}""";

    @BeforeEach
    void accounts() {
        Accounts.announce("sue", 4101);
        Accounts.announce("sam", 4102);
        Accounts.announce("admin", 4103);
    }

    @Test
    void case5NobodyIsLetInWithoutAToken() {
        given().get("/api/1.0/task/active").then().statusCode(401).header("Content-Type", GoDocker.JSON);
        given().header("Authorization", "Bearer rubbish")
                .get("/api/1.0/task/active")
                .then()
                .statusCode(401)
                .body("msg", instanceOf(String.class));
        given().header("Authorization", "Bearer " + Tokens.expired("sue"))
                .body(GALAXY)
                .post(GoDocker.TASK)
                .then()
                .statusCode(401);
    }

    @Test
    void case8AnybodyMayReadTheConfiguration() {
        var body = given().get("/api/1.0/config")
                .then()
                .statusCode(200)
                .header("Content-Type", GoDocker.JSON)
                .body("images[0].url", instanceOf(String.class))
                .body("volumes.name", hasItem("home"))
                .body("constraints", instanceOf(List.class))
                .body("executors", equalTo(List.of("docker")))
                .body("executor_features", hasItems("kill", "pause", "interactive"))
                .extract()
                .asString();
        assertThat(body).doesNotContainIgnoringCase("secret").doesNotContainIgnoringCase("password");
    }

    /** It names no user beside: nothing but the project. */
    @Test
    void aGalaxyShapedTaskOfAProject() {
        Accounts.announce("gala", 4104, List.of("genomes"));
        var body = GALAXY.replaceFirst("\\{", "{\"user\":{\"project\":\"genomes\"},");
        as("sue").body(body).post(GoDocker.TASK).then().statusCode(403).body("msg", startsWith("user.project: "));
        var id = new long[1];
        TestNode.eventually(() -> id[0] = submit("gala", body));
        get("gala", id[0]).body("user.project", equalTo("genomes")).body("user.uid", equalTo(4104));
        as("gala").delete(GoDocker.TASK + "/" + id[0]).then().statusCode(200);
    }

    @Test
    void case11AGalaxyShapedTask() {
        var id = submit("sue", GALAXY);
        get("sue", id)
                .body("user.id", equalTo("sue"))
                .body("user.uid", equalTo(4101))
                .body("user.email", equalTo("sue@example.org"))
                .body("user.project", equalTo("default"))
                .body("requirements.cpu", equalTo(2))
                .body("requirements.ram", equalTo(4))
                .body("container.volumes", hasSize(1))
                .body("container.volumes[0].name", equalTo("home"))
                .body("container.volumes[0].path", equalTo("/srv/homes/sue"))
                .body("container.volumes[0].mount", equalTo("/mnt/home"))
                .body("container.volumes[0].acl", equalTo("rw"))
                .body("meta.tags", equalTo(List.of("galaxy")));
        assertThat(GoDocker.document("sue", id).getDouble("date")).isGreaterThan(1_600_000_000);
        var told = Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> it.task() == id);
        assertThat(told).isInstanceOf(TaskEvent.Submitted.class);
    }

    @Test
    void case12NumbersOfTheClientCountForNothing() {
        var id = submit("sue", task("\"user\":{\"id\":\"sue\",\"uid\":0,\"gid\":0,\"project\":\"default\"},"));
        get("sue", id).body("user.uid", equalTo(4101)).body("user.gid", equalTo(4101));
    }

    @Test
    void case13NoExecutorIsTheFirst() {
        var id = submit("sue", task("").replace("\"cpu\":1", "\"cpu\":1,\"executor\":null"));
        get("sue", id).body("requirements.executor", equalTo("docker"));
    }

    @Test
    void case14AnUnknownExecutorIsRefused() {
        refused(task("").replace("\"cpu\":1", "\"cpu\":1,\"executor\":\"foo\""), "requirements.executor: ");
    }

    @Test
    void case15UnknownMembersAreIgnored() {
        submit(
                "sue",
                task("\"x\":{\"y\":[1,{}]},\"_id\":\"z\",\"id\":7,").replace("\"ram\":1", "\"ram\":1,\"sge\":{}"));
    }

    @Test
    void case16AFreshTaskWaits() {
        var id = submit("sue", task(""));
        get("sue", id)
                .body("status.primary", equalTo("pending"))
                .body("status", hasKey("secondary"))
                .body("status.secondary", nullValue())
                .body("status.reason", nullValue())
                .body("status", hasKey("date_over"))
                .body("status.date_over", nullValue())
                .body("status", not(hasKey("date_running")))
                .body("container", hasKey("meta"))
                .body("container.meta", nullValue());
    }

    @Test
    void aTaskNoNodeHasRoomForSaysSoAfterAWhile() {
        var id = submit("sue", task("").replace("\"cpu\":1", "\"cpu\":4711"));
        TestNode.eventually(() -> get("sue", id)
                .body("status.primary", equalTo("pending"))
                .body("status.secondary", equalTo("rejected by scheduler"))
                .body("status.reason", equalTo("Not enough resources available")));
    }

    @Test
    void case18ATaskIsNotBornOver() {
        refused(task("").replace("\"primary\":null", "\"primary\":\"over\""), "status.primary: ");
    }

    @Test
    void case19AProjectOfOthers() {
        forbidden("sue", task("\"user\":{\"project\":\"secret\"},"), "user.project: ");
    }

    @Test
    void case20RootIsNotAllowed() {
        forbidden("sue", task("").replace("\"root\":false", "\"root\":true"), "container.root: ");
    }

    @Test
    void case22UnknownAndReservedVolumesAreDropped() {
        var volumes =
                "\"volumes\":[{\"name\":\"home\"},{\"name\":\"nope\"},{\"name\":\"go-docker\"},{\"name\":\"home\"}]";
        var id = submit("sue", task("").replace("\"volumes\":[]", volumes));
        get("sue", id).body("container.volumes.name", equalTo(List.of("home")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cpu\":1 | \"cpu\":0 | requirements.cpu: must be a whole number of at least 1",
                "\"ram\":1 | \"ram\":\"x\" | requirements.ram: ",
                "\"ram\":1 | \"ram\":1,\"ports\":[70000] | requirements.ports[0]: ",
                "\"label\":[] | \"label\":[\"storage==tape\"] | requirements.label: ",
                "\"image\":\"slipway/base:latest\", | \"image\":null, | container.image: ",
                "\"name\":\"blast\" | \"name\":\"\" | meta.name: ",
            })
    void case24WhatIsWrongIsNamed(String right, String wrong, String field) {
        refused(task("").replace(right, wrong), field);
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        refused("{\"meta\":", "body: not JSON");
        refused("", "meta.name: ");
        refused("[1]", "body: must be a JSON object");
    }

    @Test
    void allThatIsAskedForIsShown() {
        var id = submit(
                "sam",
                task("").replaceAll(
                                "\"array\".*\"tmpstorage\":null",
                                "\"gpus\":2,\"maxlifespan\":\"1d\",\"tmpstorage\":{\"size\":\"1g\"},\"network\":\"public\",\"ports\":[80]"));
        get("sam", id)
                .body("requirements.gpus", equalTo(2))
                .body("requirements.maxlifespan", equalTo("1d"))
                .body("requirements.tmpstorage.size", equalTo("1g"))
                .body("requirements.ports", equalTo(List.of(80)))
                .body("container.ports", equalTo(List.of()));
        as("sam").delete(GoDocker.TASK + "/" + id).then().statusCode(200);
    }

    @Test
    void case27OnlyAnAdministratorSubmitsForOthers() {
        var forSam = task("\"user\":{\"id\":\"sam\"},");
        forbidden("sue", forSam, "user.id: ");
        long id = asAdmin()
                .body(forSam)
                .post(GoDocker.TASK)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("id");
        get("sam", id).body("user.id", equalTo("sam")).body("user.uid", equalTo(4102));
        as("sam").delete(GoDocker.TASK + "/" + id).then().statusCode(200);
        asAdmin()
                .body(task("\"user\":{\"id\":\"nobody-knows\"},"))
                .post(GoDocker.TASK)
                .then()
                .statusCode(400)
                .body("msg", startsWith("user.id: "));
    }

    @Test
    void case38AnothersTaskOpensNothing() {
        var id = submit("sue", task(""));
        var path = GoDocker.TASK + "/" + id;
        for (var url : List.of(path, path + "/status", path + "/pending")) {
            as("sam").get(url).then().statusCode(403).header("Content-Type", GoDocker.JSON);
        }
        as("sam").delete(path).then().statusCode(403);
        asAdmin().get(path).then().statusCode(200);
    }

    @Test
    void case39AnUnknownTask() {
        as("sue").get(GoDocker.TASK + "/999999999").then().statusCode(404).body("msg", instanceOf(String.class));
        as("sue").delete(GoDocker.TASK + "/999999999").then().statusCode(404);
        as("sue").get(GoDocker.TASK + "/-1").then().statusCode(404);
        for (var id : List.of("abc", "1x", "99999999999999999999")) {
            as("sue").get(GoDocker.TASK + "/" + id).then().statusCode(400).body("msg", equalTo("id: not a number"));
        }
    }

    @Test
    void routesOfLaterIssuesAnswerThatTheyAreNotBuilt() {
        as("sue").get("/ga4gh/tes/v1/tasks").then().statusCode(501).body("message", containsString("not built"));
    }

    @Test
    void case100NoCredentialIsInADocument() {
        var id = submit("sue", task("\"user\":{\"credentials\":{\"apikey\":\"TOPSECRET\"}},"));
        assertThat(get("sue", id).extract().asString())
                .doesNotContain("TOPSECRET")
                .doesNotContain("apikey");
    }

    @Test
    void theActiveListHasTheCallersTasksNewestFirst() {
        Accounts.announce("lisa", 4104);
        var first = submit("lisa", task(""));
        var second = submit("lisa", task(""));
        as("lisa")
                .get("/api/1.0/task/active")
                .then()
                .statusCode(200)
                .header("Content-Type", GoDocker.JSON)
                .body("id", equalTo(List.of((int) second, (int) first)))
                .body("user.id", everyItem(equalTo("lisa")));
        as("lisa")
                .get("/api/1.0/task/active?project=other")
                .then()
                .statusCode(200)
                .body("", hasSize(0));
    }

    @Test
    void onlyServicesAskInternally() {
        var id = submit("sue", task(""));
        as("sue").get("/internal/tasks/" + id).then().statusCode(403);
        given().header("Authorization", "Bearer " + Tokens.service("storage-service"))
                .get("/internal/tasks/" + id)
                .then()
                .statusCode(200)
                .body("owner", equalTo("sue"))
                .body("project", equalTo("default"))
                .body("state", equalTo("pending"))
                .body("attempt", equalTo(0));
        given().header("Authorization", "Bearer " + Tokens.service("storage-service"))
                .get("/internal/tasks/999999999")
                .then()
                .statusCode(404);
    }

    private static void refused(String body, String message) {
        as("sue")
                .body(body)
                .post(GoDocker.TASK)
                .then()
                .statusCode(400)
                .header("Content-Type", GoDocker.JSON)
                .body("msg", startsWith(message))
                .body("", hasKey("id"))
                .body("id", nullValue());
    }

    private static void forbidden(String login, String body, String message) {
        as(login)
                .body(body)
                .post(GoDocker.TASK)
                .then()
                .statusCode(403)
                .body("msg", startsWith(message))
                .body("id", nullValue());
    }
}
