package dev.slipway.task.schedule;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.TestNode;
import dev.slipway.task.plan.Turn;
import dev.slipway.task.plan.Turns.Part;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.QueueMark;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happens wakes the scheduler: nothing here looks at the queue by the clock, and a node that says the same again wakes nobody. Tasks are so
 * large that what other tests left waiting does not matter.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(WakingTest.NoLooks.class)
class WakingTest {
    private static final TestNode NODE = new TestNode("waking-node").beatingEvery(Duration.ofSeconds(5));
    private static final String SMALL = "\"ram_gb\":1000";
    private static final String LARGE = "\"ram_gb\":900000";

    /** The queue is looked at once an hour. */
    public static class NoLooks implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.task.schedule.sweep", "1h",
                    "slipway.task.usage.half-life-days", "7",
                    "slipway.task.constraints.storage", "ssd,disk");
        }
    }

    @Inject
    Dispatcher dispatcher;

    @Inject
    NodeViews nodes;

    @Inject
    BoardReader reader;

    @Inject
    Rights rights;

    @Inject
    ScheduleConfig config;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("wilma", 5901);
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : new String[] {"wilma", "wren", "wera", "wolf", "wanja", "wenke"}) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @Test
    void aSubmissionIsPlacedAtOnce() {
        serving(() -> {
            lead();
            var task = submit(SMALL);
            placed(task, 1);
            lead();
            var array = submit(SMALL + ",\"array\":\"2\"");
            placed(array + 1, 1);
            placed(array + 2, 1);
            end(task, array + 1, array + 2);
        });
    }

    @Test
    void aReleasedTaskIsPlacedAtOnceAndSoAreAllChildrenOfAnArray() {
        serving(() -> {
            var held = submit(SMALL + ",\"held\":true");
            var array = submit(SMALL + ",\"held\":true,\"array\":\"2\"");
            lead();
            assertThat(state(held)).isEqualTo("created");
            for (long it = array; it <= array + 2; it++) {
                assertThat(state(it)).isEqualTo("created");
            }
            release(held);
            placed(held, 1);
            lead();
            release(array);
            placed(array + 1, 1);
            placed(array + 2, 1);
            end(held, array + 1, array + 2);
        });
    }

    @Test
    void whatAnotherTaskHeldIsGivenToTheNextAtOnce() {
        serving(() -> {
            lead();
            var first = submit(LARGE);
            placed(first, 1);
            var second = submit(LARGE);
            var third = submit(LARGE);
            var start = NODE.start(first);
            lead();
            NODE.exited(start, 0, Instant.now(), Instant.now());
            placed(second, 1);
            assertThat(state(third)).isEqualTo("pending");
            var next = NODE.start(second);
            lead();
            NODE.failed(next, "no such image");
            placed(third, 1);
            NODE.end(start, 0);
            end(third);
        });
    }

    @Test
    void theEndOfTheLastDependencyLetsATaskGoAtOnce() {
        serving(() -> {
            lead();
            var first = submit(SMALL);
            placed(first, 1);
            var second = submit(SMALL + ",\"held\":true");
            var behind = submit(SMALL + ",\"after\":[%d,%d]".formatted(first, second));
            end(first);
            eventually(() -> assertThat(state(first)).isEqualTo("over"));
            assertThat(state(behind)).isEqualTo("pending");
            lead();
            as("wilma").post("/api/v1/tasks/" + second + "/cancel").then().statusCode(200);
            placed(behind, 1);
            var last = submit(SMALL + ",\"after\":[%d]".formatted(behind));
            var start = NODE.start(behind);
            lead();
            NODE.collected(start, 0, Instant.now(), Instant.now());
            placed(last, 1);
            end(last);
        });
    }

    @Test
    void theEndOfADependencyLetsManyTasksGoAtOnce() {
        serving(() -> {
            lead();
            var first = submit(SMALL);
            placed(first, 1);
            var behind = LongStream.range(0, 12)
                    .map(_ -> submit(SMALL + ",\"after\":[%d]".formatted(first)))
                    .toArray();
            var start = NODE.start(first);
            lead();
            NODE.end(start, 0);
            LongStream.of(behind).forEach(it -> placed(it, 1));
            end(behind);
        });
    }

    /** Both used the same within the window, wolf three weeks ago: half-life, store, board and score together. */
    @Test
    void whoUsedItLongAgoGoesFirstWhereOldUseCountsLess() {
        Accounts.announce("wera", 5903);
        Accounts.announce("wolf", 5904);
        used("wera", 0);
        used("wolf", 21);
        var first = submit("wera", LARGE);
        var second = submit("wolf", LARGE);
        var board = new Board(rights);
        context.run(() -> Panache.withSession(() -> reader.read(board, QueueMark.NONE)))
                .await()
                .atMost(Duration.ofSeconds(20));
        assertThat(board.turns(config.rules(), List.of(), Instant.now(), new Part(Optional.empty(), 0, 1000)).stream()
                        .map(Turn::task)
                        .filter(it -> it == first || it == second))
                .containsExactly(second, first);
    }

    @Test
    void whatWhoComesHasUsedCountsBeforeTheNextLook() {
        Accounts.announce("wanja", 5905);
        Accounts.announce("wenke", 5906);
        used("wanja", 0);
        serving(() -> {
            lead();
            var before = submit(LARGE);
            placed(before, 1);
            var start = NODE.start(before);
            var first = submit("wanja", LARGE);
            var second = submit("wenke", LARGE);
            NODE.end(start, 0);
            within("wenke", second, 1);
            assertThat(read("wanja", first).getString("state")).isEqualTo("pending");
            NODE.end(NODE.start(second), 0);
            within("wanja", first, 1);
            end(first);
        });
    }

    private void used(String owner, int daysAgo) {
        database.preparedQuery("insert into usage_day (owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds)"
                        + " values ($1, 'default', $2, 0, 1, 100000, 100000, 0, 1000000)")
                .execute(Tuple.of(owner, LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo)))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    /** No more of them are in memory at once than it can bear: those of one transaction have one time. */
    @Test
    void largeTasksArePlacedAtOnceAFewAtATime() {
        serving(() -> {
            var script = "#" + "x".repeat(250_000);
            var tasks = LongStream.range(0, 18)
                    .map(_ -> submit("wilma", script, SMALL))
                    .toArray();
            lead();
            LongStream.of(tasks).forEach(it -> placed(it, 1));
            assertThat(LongStream.of(tasks).mapToObj(it -> read("wilma", it).getString("placed_at")))
                    .satisfies(it -> assertThat(Set.copyOf(it)).hasSizeGreaterThan(1));
            end(tasks);
        });
    }

    @Test
    void theRefusalOfADependencyLetsATaskGoAtOnce() {
        Accounts.announce("wren", 5902, 50, new Limits(0, 1, 0, 0, 0));
        serving(() -> {
            // Without a lead nothing is decided: both are there when it comes.
            var held = submit("wren", "\"cpus\":2,\"held\":true");
            var behind = submit("wren", "\"after\":[%d]".formatted(held));
            lead();
            as("wren").post("/api/v1/tasks/" + held + "/release").then().statusCode(200);
            eventually(() -> assertThat(read("wren", held).getString("outcome")).isEqualTo("refused"));
            within("wren", behind, 1);
            NODE.end(NODE.start(behind), 0);
        });
    }

    @Test
    void anotherAttemptBeginsAtOnce() {
        serving(() -> {
            lead();
            var task = submit(SMALL);
            placed(task, 1);
            as("wilma").post("/api/v1/tasks/" + task + "/reschedule").then().statusCode(200);
            var start = NODE.start(task);
            lead();
            NODE.failed(start, "stopped");
            placed(task, 2);
            NODE.end(NODE.start(task, 2), 0);
        });
    }

    @Test
    void aNodeThatSaysSomethingNewIsLookedAtAtOnce() {
        // Said again meanwhile, its old word would hide the new one.
        var quiet = NODE.beatingEvery(Duration.ofMinutes(1));
        var other = quiet.labelled("storage", "ssd");
        serving(quiet, () -> {
            lead();
            var task = submit(SMALL + ",\"labels\":[\"storage==ssd\"]");
            assertThat(state(task)).isEqualTo("pending");
            lead();
            other.serving(1_000, 1_000_000, () -> {
                placed(task, 1);
                end(task);
            });
        });
    }

    private void serving(Runnable work) {
        serving(NODE, work);
    }

    private void serving(TestNode node, Runnable work) {
        node.serving(1_000, 1_000_000, () -> {
            eventually(() -> assertThat(nodes.accepting(Instant.now()))
                    .extracting(Heartbeat::node)
                    .contains("waking-node"));
            work.run();
        });
    }

    /** A lease lasts ten seconds, and only a look renews it: one is taken here, and is over before anything happens. */
    private void lead() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    dispatcher.sweep();
                    return dispatcher.leads();
                });
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(20)).until(() -> dispatcher.leads());
    }

    private static void placed(long task, int attempt) {
        within("wilma", task, attempt);
    }

    /** A second is the promise; the others are for machines that are busy, and still nothing to an hour. */
    private static void within(String login, long task, int attempt) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    var now = read(login, task);
                    assertThat(now.getString("state")).isIn("placed", "running");
                    assertThat(now.getInt("attempt")).isEqualTo(attempt);
                    assertThat(now.getString("node")).isEqualTo("waking-node");
                });
    }

    private static void end(long... tasks) {
        for (var task : tasks) {
            NODE.end(NODE.start(task), 0);
        }
    }

    private static String state(long task) {
        return read("wilma", task).getString("state");
    }

    private static JsonPath read(String login, long task) {
        return as(login)
                .get("/api/v1/tasks/" + task)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void release(long task) {
        as("wilma").post("/api/v1/tasks/" + task + "/release").then().statusCode(200);
    }

    private static long submit(String members) {
        return submit("wilma", members);
    }

    private static long submit(String login, String members) {
        return submit(login, "true", members);
    }

    private static long submit(String login, String script, String members) {
        return as(login)
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"" + script + "\"," + members + "}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login)).contentType("application/json");
    }
}
