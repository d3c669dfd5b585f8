package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.JSON;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.document;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The marketplace of section 5.5, and recipes of our own API. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RecipeTest {
    private static final TestNode NODE = new TestNode("recipe-node");
    private static final String RECIPES = "/api/1.0/marketplace/recipe";

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : List.of("remy", "rosa")) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @BeforeEach
    void accounts() {
        Accounts.announce("remy", 4900);
        Accounts.announce("rosa", 4901);
    }

    private static void make(String name, long task, String more) {
        as("remy")
                .body("{\"description\":\"says hello\",\"task\":%d%s}".formatted(task, more))
                .post(RECIPES + "/" + name)
                .then()
                .statusCode(200)
                .header("Content-Type", JSON);
    }

    @Test
    void aPrivateRecipeIsItsOwnersAndAnOpenOneEverybodys() {
        var id = submit("remy", task(""));
        make("secret-soup", id, "");
        make("open-soup", id, ",\"public\":true");
        given().get(RECIPES)
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("id", hasItem("open-soup"))
                .body("id", not(hasItem("secret-soup")));
        as("remy").get(RECIPES).then().body("id", hasItem("secret-soup"));
        as("rosa").get(RECIPES).then().body("id", not(hasItem("secret-soup")));
        given().get(RECIPES + "/open-soup")
                .then()
                .statusCode(200)
                .body("id", equalTo("open-soup"))
                .body("description", equalTo("says hello"))
                .body("task", equalTo((int) id));
        given().get(RECIPES + "/secret-soup").then().statusCode(403);
        as("rosa").get(RECIPES + "/secret-soup").then().statusCode(403);
        as("remy").get(RECIPES + "/secret-soup").then().statusCode(200);
        given().get(RECIPES + "/no-soup").then().statusCode(404);
        as("rosa").get("/api/v1/recipes/secret-soup").then().statusCode(404);
        as("rosa").get("/api/v1/recipes/open-soup").then().statusCode(200).body("image", containsString("base"));
    }

    @Test
    void onlyItsOwnerChangesOrRemovesIt() {
        var id = submit("remy", task(""));
        var hers = submit("rosa", task(""));
        make("stew", id, ",\"public\":true");
        var body = "{\"description\":\"mine now\",\"task\":%d}".formatted(hers);
        as("rosa").body(body).post(RECIPES + "/stew").then().statusCode(403);
        as("rosa").body(body).put(RECIPES + "/stew").then().statusCode(403);
        as("rosa").delete(RECIPES + "/stew").then().statusCode(403);
        as("remy")
                .body("{\"description\":\"better\"}")
                .put(RECIPES + "/stew")
                .then()
                .statusCode(200);
        as("remy")
                .get(RECIPES + "/stew")
                .then()
                .body("description", equalTo("better"))
                .body("task", equalTo((int) id))
                .body("public", equalTo(true));
        as("remy").delete(RECIPES + "/stew").then().statusCode(200);
        as("remy").delete(RECIPES + "/stew").then().statusCode(404);
        as("remy").body("{\"description\":\"x\"}").put(RECIPES + "/stew").then().statusCode(404);
    }

    @Test
    void aRecipeNeedsADescriptionAndATaskOfItsMakers() {
        var id = submit("remy", task(""));
        var hers = submit("rosa", task(""));
        as("remy")
                .body("{\"task\":%d}".formatted(id))
                .post(RECIPES + "/a")
                .then()
                .statusCode(400);
        as("remy").body("{\"description\":\"x\"}").post(RECIPES + "/a").then().statusCode(400);
        as("remy")
                .body("{\"description\":\"x\",\"task\":999999999}")
                .post(RECIPES + "/a")
                .then()
                .statusCode(404);
        as("remy")
                .body("{\"description\":\"x\",\"task\":%d}".formatted(hers))
                .post(RECIPES + "/a")
                .then()
                .statusCode(403);
        given().body("{}").post(RECIPES + "/a").then().statusCode(401);
        as("remy")
                .body("{\"description\":\"x\",\"task\":%d}".formatted(id))
                .post(RECIPES + "/-a")
                .then()
                .statusCode(400);
    }

    /** What the first one waited for is over, another's or gone: nobody waits for it again. */
    @Test
    void aTaskIsMadeAgainWhateverTheFirstOneWaitedFor() {
        var parent = submit("remy", task(""));
        var id = submit("remy", task("").replace("\"tasks\":[]", "\"tasks\":[" + parent + "]"));
        make("late-dish", id, ",\"public\":true");
        // Another's parents are not waited for, the own ones are as long as they are not over.
        assertThat(document("rosa", made("rosa", "late-dish")).getList("requirements.tasks"))
                .isEmpty();
        assertThat(document("remy", made("remy", "late-dish")).getList("requirements.tasks"))
                .containsExactly((int) parent);
        as("remy").delete(TASK + "/" + parent).then().statusCode(200);
        as("remy").delete(TASK + "/" + parent + "/archive").then().statusCode(200);
        assertThat(document("remy", made("remy", "late-dish")).getList("requirements.tasks"))
                .isEmpty();
        long again = as("remy")
                .body("{}")
                .post("/api/v1/tasks/" + id + "/rerun")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        assertThat(document("remy", again).getList("requirements.tasks")).isEmpty();
    }

    private static long made(String login, String recipe) {
        return as(login)
                .body("{}")
                .post("/api/v1/recipes/" + recipe + "/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    @Test
    void aChildIsMadeAgainWithItsPlaceInTheArray() {
        var array = submit("remy", task("").replace("\"values\":null", "\"values\":\"2:6:2\""));
        make("slice", array + 2, "");
        var again = as("remy")
                .body("{}")
                .post("/api/v1/tasks/" + (array + 3) + "/rerun")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        var made = made("remy", "slice");
        NODE.serving(1_000, 100_000, () -> {
            for (var prefix : List.of("GODOCKER_TASK_", "GOGOCKER_TASK_")) {
                assertThat(NODE.start(again).spec().environment())
                        .containsEntry(prefix + "ID", "6")
                        .containsEntry(prefix + "FIRST", "2")
                        .containsEntry(prefix + "LAST", "6")
                        .containsEntry(prefix + "STEP", "2");
                assertThat(NODE.start(made).spec().environment()).containsEntry(prefix + "ID", "4");
            }
            for (var id : List.of(again, made)) {
                NODE.run(NODE.start(id), 0);
                awaitPrimary("remy", id, "over");
            }
            for (var child = array + 1; child <= array + 3; child++) {
                NODE.run(NODE.start(child), 0);
            }
            awaitPrimary("remy", array, "over");
        });
    }

    @Test
    void aTaskIsMadeOfARecipeAlsoWhenItsOwnIsGone() {
        var id = submit("remy", task(""));
        make("dish", id, ",\"public\":true");
        as("remy").delete(TASK + "/" + id).then().statusCode(200);
        as("remy").delete(TASK + "/" + id + "/archive").then().statusCode(200);
        int made = as("rosa")
                .body("{\"name\":\"my dish\"}")
                .post("/api/v1/recipes/dish/tasks")
                .then()
                .statusCode(201)
                .body("name", equalTo("my dish"))
                .extract()
                .path("id");
        get("rosa", made)
                .body("user.id", equalTo("rosa"))
                .body("command.cmd", equalTo("#!/bin/sh\necho hello"))
                .body("meta.name", equalTo("my dish"));
    }
}
