package dev.slipway.task.dialect;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A task made in one dialect is read in all of them, at every step of its way, with the same truth. Wish, dialect and way are
 * drawn by a seed, which the name of a failing test shows.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class DialectsAgreeTest {
    private static final TestNode NODE = new TestNode("agree-node");
    private static final String IMAGE = "slipway/base";

    /** A state of ours, and what stands for it: GO-Docker's two words, and NDS Labs'. A word that may be any is empty. */
    private record Row(String primary, String secondary, String nds) {}

    private static final Map<String, Row> TABLE = Map.of(
            "created", new Row("created", "", "UNKNOWN"),
            "pending", new Row("pending", "", "UNKNOWN"),
            "placed", new Row("running", "", "UNKNOWN"),
            "running", new Row("running", "", "RUNNING"),
            "suspended", new Row("running", "suspended", "RUNNING"),
            "stopping", new Row("running", "kill requested", "RUNNING"),
            "exited", new Row("over", "", "by exit code"),
            "killed", new Row("over", "killed", "FAILED"),
            "failed", new Row("over", "", "FAILED"),
            "lost", new Row("over", "", "FAILED"));

    @ParameterizedTest
    @ValueSource(
            ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27})
    void atEveryStep(int seed) {
        Accounts.announce("agnes", 5801);
        var random = new Random(seed);
        var wish = new Wish("task " + seed, 1 + random.nextInt(4), 1 + random.nextInt(4), "exit " + seed);
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(seed % 3, wish);
            check(id, wish);
            var start = NODE.start(id);
            agree(id, "placed");
            way(random.nextInt(6), id, start);
            check(id, wish);
        });
    }

    private static void way(int way, long id, ContainerCommand.Start start) {
        switch (way) {
            case 0 -> ended(id, start, 0);
            case 1 -> ended(id, start, 7);
            case 2 -> {
                NODE.preparing(start);
                NODE.failed(start, "pull access denied");
                agree(id, "failed");
                assertThat(nativeOf(id).getString("reason"))
                        .isEqualTo("pull access denied")
                        .isEqualTo(goDockerOf(id).getString("status.reason"))
                        .isEqualTo(ndsOf(id).getString("reason"));
            }
            case 3 -> {
                begun(id, start);
                as().post("/api/v1/tasks/" + id + "/cancel").then().statusCode(200);
                agree(id, "stopping");
                ends(start, 143);
                agree(id, "killed");
            }
            case 4 -> {
                begun(id, start);
                as().delete("/api/1.0/task/" + id).then().statusCode(200);
                agree(id, "stopping");
                ends(start, 137);
                agree(id, "killed");
            }
            default -> {
                begun(id, start);
                as().get("/api/1.0/task/" + id + "/suspend").then().statusCode(200);
                NODE.paused(start);
                agree(id, "suspended");
                as().post("/api/v1/tasks/" + id + "/resume").then().statusCode(200);
                NODE.resumed(start);
                agree(id, "running");
                ends(start, 1);
                agree(id, "exited");
            }
        }
    }

    private static void ended(long id, ContainerCommand.Start start, int code) {
        begun(id, start);
        ends(start, code);
        agree(id, "exited");
        assertThat(nativeOf(id).getInt("exit_code"))
                .isEqualTo(code)
                .isEqualTo(goDockerOf(id).getInt("status.exitcode"))
                .isEqualTo(ndsOf(id).getInt("exit_code"));
    }

    private static void begun(long id, ContainerCommand.Start start) {
        NODE.begin(start);
        agree(id, "running");
        assertThat(nativeOf(id).getString("node")).isEqualTo("agree-node");
        assertThat(goDockerOf(id).getString("container.id")).isEqualTo(ndsOf(id).getString("container_id"));
        assertThat(goDockerOf(id).getString("container.meta.Node.Name"))
                .isEqualTo(ndsOf(id).getString("worker"));
    }

    private static void ends(ContainerCommand.Start start, int code) {
        var now = Instant.now();
        NODE.exited(start, code, now.minusSeconds(1), now);
        NODE.collected(start, code, now.minusSeconds(1), now);
    }

    /** All dialects have the words that stand for this state of ours. */
    private static void agree(long id, String state) {
        eventually(() -> {
            var own = nativeOf(id);
            assertThat(own.getString("state").equals("over") ? own.getString("outcome") : own.getString("state"))
                    .isEqualTo(state);
            var row = TABLE.get(state);
            var other = goDockerOf(id);
            assertThat(other.getString("status.primary")).isEqualTo(row.primary());
            if (!row.secondary().isEmpty()) {
                assertThat(other.getString("status.secondary")).isEqualTo(row.secondary());
            }
            assertThat(ndsOf(id).getString("create_task_state"))
                    .isEqualTo(
                            state.equals("exited") ? own.getInt("exit_code") == 0 ? "COMPLETED" : "FAILED" : row.nds());
        });
    }

    /** What was asked for is the same everywhere. */
    private static void check(long id, Wish wish) {
        var own = nativeOf(id);
        var other = goDockerOf(id);
        var nds = ndsOf(id);
        assertThat(own.getString("name")).isEqualTo(wish.name()).isEqualTo(other.getString("meta.name"));
        assertThat(own.getString("image"))
                .isEqualTo(IMAGE + ":latest")
                .isEqualTo(other.getString("container.image"))
                .isEqualTo(nds.getString("image_name") + ":" + nds.getString("image_tag"));
        assertThat(own.getInt("cpus")).isEqualTo(wish.cpus()).isEqualTo(other.getInt("requirements.cpu"));
        assertThat(own.getInt("ram_gb")).isEqualTo(wish.ram()).isEqualTo(other.getInt("requirements.ram"));
        assertThat(own.getString("script")).isEqualTo(wish.script()).isEqualTo(other.getString("command.cmd"));
        assertThat(own.getString("owner")).isEqualTo("agnes").isEqualTo(other.getString("user.id"));
        assertThat(Instant.parse(own.getString("submitted_at"))).isEqualTo(Instant.parse(nds.getString("submitted")));
        assertThat(nds.getLong("task")).isEqualTo(id);
    }

    private static long submit(int dialect, Wish wish) {
        return switch (dialect) {
            case 0 ->
                as().body("""
                                {"name":"%s","image":"%s:latest","script":"%s","cpus":%d,"ram_gb":%d}""".formatted(wish.name(), IMAGE, wish.script(), wish.cpus(), wish.ram()))
                        .post("/api/v1/tasks")
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath()
                        .getLong("id");
            case 1 ->
                as().body("""
                                {"meta":{"name":"%s"},"container":{"image":"%s:latest"},"command":{"cmd":"%s"},
                                 "requirements":{"cpu":%d,"ram":%d}}""".formatted(wish.name(), IMAGE, wish.script(), wish.cpus(), wish.ram()))
                        .post("/api/1.0/task")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getLong("id");
            default ->
                as().body("""
                                {"name":"%s","image_name":"%s","script":"%s","cpu":%d,"ram":%d}""".formatted(wish.name(), IMAGE, wish.script(), wish.cpus(), wish.ram()))
                        .post("/upload")
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath()
                        .getLong("task");
        };
    }

    private static JsonPath nativeOf(long id) {
        return read("/api/v1/tasks/" + id);
    }

    private static JsonPath goDockerOf(long id) {
        return read("/api/1.0/task/" + id);
    }

    private static JsonPath ndsOf(long id) {
        return read("/upload?job_id=" + id);
    }

    private static JsonPath read(String path) {
        return as().get(path).then().statusCode(200).extract().jsonPath();
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("agnes"))
                .header("Content-Type", "application/json");
    }

    private record Wish(String name, int cpus, int ram, String script) {}
}
