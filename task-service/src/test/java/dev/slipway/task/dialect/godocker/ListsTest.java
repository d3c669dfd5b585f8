package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.JSON;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Longer lists and counts: cases 76 to 80. Tasks killed before they ran are finished ones at once. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ListsTest {
    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : List.of("lara", "liz", "lou", "len", "leo")) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @BeforeEach
    void accounts() {
        for (var login : List.of("lara", "liz", "lou", "len", "leo", "admin")) {
            Accounts.announce(login, 4300);
        }
    }

    private static long finished(String login, String name, String image) {
        var body = task("").replace("\"blast\"", "\"" + name + "\"").replace("slipway/base:latest", image);
        var id = submit(login, body);
        as(login).delete(TASK + "/" + id).then().statusCode(200);
        return id;
    }

    private static List<Integer> ids(String login, String query) {
        return as(login)
                .urlEncodingEnabled(false)
                .get(TASK + "/over" + query)
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .extract()
                .path("id");
    }

    @Test
    void case77ATableIsAListOfOneObject() {
        IntStream.range(0, 5).forEach(it -> finished("lara", "table" + it, "img"));
        as("lara")
                .get(TASK + "/over?limit=3&draw=1")
                .then()
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].data", hasSize(3))
                .body("[0].recordsTotal", equalTo(5))
                .body("[0].recordsFiltered", equalTo(5))
                .body("[0].draw", equalTo(1));
        as("lara")
                .get(TASK + "/over?draw=2&regex=table3")
                .then()
                .body("[0].data", hasSize(1))
                .body("[0].recordsTotal", equalTo(5))
                .body("[0].recordsFiltered", equalTo(1));
    }

    @Test
    void case78AnExpressionIsMatchedInAnyCase() {
        var one = finished("lou", "my blast", "img");
        finished("lou", "bwa", "other");
        var tagged = submit("lou", task("").replace("\"t1\"", "\"Blast-tag\""));
        as("lou").delete(TASK + "/" + tagged);
        assertThat(ids("lou", "?regex=BLAST")).containsExactly((int) tagged, (int) one);
        assertThat(ids("lou", "?regex=%5Eb.a%24")).hasSize(1);
        assertThat(ids("lou", "?regex=zzz")).isEmpty();
        as("lou")
                .urlEncodingEnabled(false)
                .get(TASK + "/over?regex=%28")
                .then()
                .statusCode(400)
                .header("Content-Type", JSON)
                .body("msg", containsString("regex"));
        as("lou").get(TASK + "/over?regex=" + "a".repeat(201)).then().statusCode(400);
    }

    @Test
    void listsAreCutOrderedAndReversed() {
        var ids = new ArrayList<Integer>();
        for (var name : List.of("c", "a", "b")) {
            ids.add((int) finished("len", name, "img-" + name));
        }
        var newest = ids.reversed();
        assertThat(ids("len", "")).isEqualTo(newest);
        assertThat(ids("len", "?reverse=true")).isEqualTo(ids);
        assertThat(ids("len", "?start=1&limit=1")).containsExactly(newest.get(1));
        assertThat(ids("len", "?orderBy=name")).containsExactly(ids.get(1), ids.get(2), ids.get(0));
        assertThat(ids("len", "?orderBy=container_image&reverse=true"))
                .containsExactly(ids.get(0), ids.get(2), ids.get(1));
        assertThat(ids("len", "?orderBy=user_id&limit=0")).isEqualTo(ids);
        assertThat(ids("len", "?start_date=99999999999")).isEmpty();
        as("len").get(TASK + "/over?orderBy=secret").then().statusCode(400).body("msg", containsString("orderBy"));
        as("len").get(TASK + "/over?limit=-1").then().statusCode(400).body("msg", containsString("limit"));
        as("len").get(TASK + "/over?start_date=x").then().statusCode(400).body("msg", containsString("start_date"));
    }

    @Test
    void aListLongerThanAPageHasEveryTaskOnce() {
        var ids = IntStream.range(0, 120)
                .mapToObj(it -> (int) finished("leo", "n" + it % 7, "img"))
                .toList();
        assertThat(ids("leo", "?limit=0")).isEqualTo(ids.reversed());
        assertThat(ids("leo", "?limit=0&orderBy=name")).hasSize(120).doesNotHaveDuplicates();
        assertThat(ids("leo", "")).isEqualTo(ids.reversed().subList(0, 100));
    }

    @Test
    void case79ListsOfEverybodyAreForAdministrators() {
        var over = finished("liz", "all", "img");
        var active = submit("liz", task(""));
        as("liz").get(TASK + "/active/all").then().statusCode(403);
        as("liz").get(TASK + "/over/all").then().statusCode(403);
        as("liz").post(TASK + "/over/all/0/0").then().statusCode(403);
        asAdmin().get(TASK + "/active/all").then().statusCode(200).body("id", hasItem((int) active));
        asAdmin().get(TASK + "/over/all").then().statusCode(200).body("id", hasItem((int) over));
        asAdmin()
                .post(TASK + "/over/all/0/0")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("id", hasItem((int) over));
        asAdmin().post(TASK + "/over/all/0/1").then().statusCode(200).body("$", hasSize(1));
        as("liz").delete(TASK + "/" + active);
    }

    @Test
    void case80AnybodyMayCount() {
        var id = submit("liz", task(""));
        given().get(TASK + "/status/pending/count")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("status", equalTo("pending"))
                .body("total", greaterThanOrEqualTo(0));
        TestNode.eventually(
                () -> given().get(TASK + "/status/pending/count").then().body("total", greaterThanOrEqualTo(1)));
        given().get(TASK + "/status/all/count").then().statusCode(200);
        given().get(TASK + "/status/kill/count")
                .then()
                .statusCode(200)
                .body("total", greaterThanOrEqualTo(0))
                .body("status", equalTo("kill"));
        given().get(TASK + "/status/over/count").then().statusCode(400).body("msg", containsString("status"));
        as("liz").delete(TASK + "/" + id);
    }

    @Test
    void imagesAreCountedAndFoundByPartOfTheName() {
        finished("liz", "counted", "reg.example/tools/blast:2");
        finished("liz", "counted", "reg.example/tools/blast:2");
        TestNode.eventually(() -> given().get("/api/1.0/image/tools/blast:2")
                .then()
                .statusCode(200)
                .body("'reg.example/tools/blast:2'", equalTo(2)));
        given().get("/api/1.0/image")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("'reg.example/tools/blast:2'", equalTo(2));
    }
}
