package dev.slipway.task.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same as {@link InterleavingTest}, smaller and with what that one has twins of: the service itself, its SQL and its topics.
 * Chance comes from a seed; when the service does what is its own affair.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class PlayedInterleavingTest {
    private static final TestNode NODE = new TestNode("played-node");
    private static final String OWNER = "iris";
    private static final int STEPS = 250;
    private static final int RECENT = 20;

    private final List<Long> tasks = new ArrayList<>();
    private final List<ContainerEvent> told = new ArrayList<>();

    @Inject
    Pool database;

    @ParameterizedTest
    @ValueSource(longs = {1})
    void whateverHappensThePromisesHold(long seed) {
        Accounts.announce(OWNER, 5821);
        var random = new Random(seed);
        NODE.serving(64, 6400, () -> {
            for (int i = 0; i < STEPS; i++) {
                step(random);
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> {
                        settle();
                        assertThat(numbers("select id from task where owner = 'iris' and state <> 'ended'"))
                                .as("tasks that are not over, seed %d", seed)
                                .isEmpty();
                    });
        });
        promisesHold();
    }

    private void step(Random random) {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> submit(random, "");
            case 3 -> submit(random, ",\"array\":\"" + (1 + random.nextInt(4)) + "\"");
            case 4 -> act(random, "cancel");
            case 5, 6 -> act(random, "release");
            case 7 -> act(random, "suspend");
            case 8 -> act(random, "resume");
            case 9 -> act(random, "reschedule");
            case 10 -> {
                // Redelivery, of anything, at any time.
                if (!told.isEmpty()) {
                    send(told.get(random.nextInt(told.size())));
                }
            }
            default -> open().stream().skip(random.nextInt(3)).findFirst().ifPresent(it -> tell(it, random));
        }
    }

    private void submit(Random random, String more) {
        var held = random.nextInt(4) == 0 ? ",\"held\":true" : "";
        var after = random.nextInt(4) == 0 && !tasks.isEmpty() ? ",\"after\":[%d]".formatted(recent(random)) : "";
        var id = as().body("{\"image\":\"slipway/base:latest\",\"script\":\"true\"" + more + held + after + "}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        tasks.add(id);
        for (int child = 1; !more.isEmpty() && child <= Character.digit(more.charAt(more.length() - 2), 10); child++) {
            tasks.add(id + child);
        }
    }

    private void act(Random random, String what) {
        if (!tasks.isEmpty()) {
            act(recent(random), what);
        }
    }

    /** What cannot be is refused; nothing breaks. */
    private static void act(long task, String what) {
        assertThat(as().post("/api/v1/tasks/" + task + "/" + what).statusCode())
                .as("%s of task %d", what, task)
                .isLessThan(500);
    }

    private long recent(Random random) {
        return tasks.get(random.nextInt(Math.max(0, tasks.size() - RECENT), tasks.size()));
    }

    /** Any word a node may say next of an attempt; some of it too early or never. */
    private void tell(Attempt it, Random random) {
        send(
                switch (random.nextInt(10)) {
                    case 0 -> it.lost();
                    case 1 -> it.failed();
                    case 2, 3 -> it.exited();
                    case 4, 5 -> it.collected();
                    case 6 -> it.paused();
                    case 7 -> it.resumed();
                    default -> it.started();
                });
    }

    private void send(ContainerEvent event) {
        told.add(event);
        Kafka.publish(event);
    }

    /** Nothing more is asked for, and what runs ends. */
    private void settle() {
        numbers("select id from task where owner = 'iris' and state = 'created' and parent_id is null")
                .forEach(it -> act(it, "release"));
        numbers(
                        "select id from task where owner = 'iris' and state <> 'ended' and standing in ('suspending', 'suspended')")
                .forEach(it -> act(it, "resume"));
        open().forEach(it -> send(it.collected()));
    }

    private List<Attempt> open() {
        return select("""
                select task.id, task.project, attempt.number, attempt.placed_at from attempt join task on task.id = attempt.task
                where task.owner = 'iris' and attempt.ended_at is null order by task.id""").stream()
                .map(row -> new Attempt(
                        row.getLong(0),
                        Owner.task(row.getLong(0), OWNER, row.getString(1)),
                        row.getInteger(2),
                        row.getOffsetDateTime(3).toInstant()))
                .toList();
    }

    private void promisesHold() {
        assertThat(
                        numbers(
                                "select id from task where owner = 'iris' and array_size is not null and array_over <> array_size"))
                .as("arrays that ended before their children")
                .isEmpty();
        assertThat(numbers("select task from attempt join task on id = task where owner = 'iris'"
                        + " and (attempt.ended_at is null or freed_at is null)"))
                .as("what still holds a node")
                .isEmpty();
        assertThat(numbers("""
                select later.task from attempt later join attempt early on early.task = later.task
                where early.number < later.number and later.placed_at < early.ended_at and early.node = 'played-node'
                  and early.placed_at > later.placed_at""")).as("attempts that overlap").isEmpty();
        assertThat(select("""
                select task, number from attempt join task on id = task where owner = 'iris'
                except select task, attempt from usage_ledger where owner = 'iris'""").size()).as("attempts nobody counted").isZero();
        assertThat(numbers("select coalesce(sum(cpus), 0) from usage_day where owner = 'iris'"))
                .as("the sums of the ledger")
                .isEqualTo(numbers(
                        "select coalesce(sum(cpus) filter (where counts), 0) from usage_ledger where owner = 'iris'"));
        assertThat(numbers("""
                select task from usage_ledger where owner = 'iris' group by task
                having count(*) filter (where counts) <> case when bool_or(started_at is not null) then 1 else 0 end""")).as("tasks that ran and are not counted once").isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(endsTold())
                        .as("each end, once")
                        .containsExactlyElementsOf(numbers("select id from task where owner = 'iris' order by id")));
    }

    private static List<Long> endsTold() {
        return Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(it ->
                        it instanceof TaskEvent.Ended ended && ended.owner().equals(OWNER))
                .map(TaskEvent::task)
                .sorted()
                .toList();
    }

    private List<Long> numbers(String sql) {
        return select(sql).stream().map(row -> row.getLong(0)).toList();
    }

    private List<Row> select(String sql) {
        RowSet<Row> rows = database.query(sql).execute().await().atMost(Duration.ofSeconds(20));
        var all = new ArrayList<Row>();
        rows.forEach(all::add);
        return all;
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user(OWNER)).contentType("application/json");
    }

    /** One that its node holds, as far as the service knows. */
    private record Attempt(long task, Owner owner, int number, Instant placedAt) {
        private static final String HERE = "played-node";

        String container() {
            return task + "-" + number;
        }

        ContainerEvent started() {
            return new ContainerEvent.Started(
                    container(), owner, number, HERE, "engine", "172.17.0.2", TestNode.directory(owner), "", placedAt);
        }

        ContainerEvent exited() {
            return new ContainerEvent.Exited(container(), owner, number, HERE, 0, false, placedAt, Instant.now());
        }

        ContainerEvent collected() {
            return new ContainerEvent.Collected(
                    container(),
                    owner,
                    number,
                    HERE,
                    0,
                    false,
                    "engine",
                    TestNode.directory(owner),
                    "",
                    placedAt,
                    Instant.now(),
                    3,
                    42,
                    1,
                    1L << 30,
                    0);
        }

        ContainerEvent failed() {
            return new ContainerEvent.Failed(container(), owner, number, HERE, "broken", true, false, Instant.now());
        }

        ContainerEvent lost() {
            return new ContainerEvent.Lost(container(), owner, number, HERE, "gone", Instant.now());
        }

        ContainerEvent paused() {
            return new ContainerEvent.Paused(container(), owner, number, HERE, Instant.now());
        }

        ContainerEvent resumed() {
            return new ContainerEvent.Resumed(container(), owner, number, HERE, Instant.now());
        }
    }
}
