package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.JSON;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.task.task.OwnContext;
import dev.slipway.task.usage.UsageEntry;
import dev.slipway.task.usage.UsageLedger;
import dev.slipway.task.usage.UsageWindow;
import dev.slipway.task.usage.UsageWindows;
import dev.slipway.task.usage.Use;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was used: cases 92 to 94, and bills of it. Entries go into the ledger as the end of an attempt puts them there. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class UsageTest {
    private static final AtomicLong TASKS = new AtomicLong(900_000_000);

    @Inject
    UsageLedger ledger;

    @Inject
    UsageWindows windows;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        for (var login : List.of("uma", "udo", "ute", "ulf", "una", "admin")) {
            Accounts.announce(login, 4400);
        }
        Projects.announce("pyramid", "uma", "uma", "udo");
        Projects.announce("quarry", "ute", "ute");
    }

    private long used(String owner, String project, int cpus, int ram, Instant end, Duration length) {
        var task = TASKS.incrementAndGet();
        enter(new UsageEntry(task, 1, owner, project, cpus, ram, 0, Optional.of(end.minus(length)), end));
        return task;
    }

    private void enter(UsageEntry entry) {
        context.run(() -> Panache.withTransaction(() -> ledger.enter(entry)))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private static String wire(Instant date) {
        return DateTimeFormatter.ofPattern("yyyy_M_d").format(LocalDate.ofInstant(date, ZoneOffset.UTC));
    }

    @Test
    void case93And94DaysAreSummedAndAnIdleDayEndsNothing() {
        var now = Instant.now();
        used("uma", "pyramid", 2, 4, now, Duration.ofSeconds(60));
        used("uma", "default", 1, 1, daysAgo(9), Duration.ofSeconds(30));
        used("uma", "default", 1, 2, daysAgo(9), Duration.ofSeconds(3));
        used("uma", "default", 7, 7, daysAgo(31), Duration.ofSeconds(7));
        var days = as("uma")
                .get("/api/1.0/user/uma/usage")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .extract()
                .jsonPath(new JsonPathConfig(NumberReturnType.DOUBLE));
        assertThat(days.getList("date")).containsExactly(wire(daysAgo(9)), wire(now));
        assertThat(days.getList("cpu")).containsExactly(2, 2);
        assertThat(days.getList("ram")).containsExactly(3, 4);
        assertThat(days.getDouble("[0].time")).isEqualTo(33);
        assertThat(days.getDouble("[1].time")).isEqualTo(60);
        as("udo").get("/api/1.0/user/uma/usage").then().statusCode(403);
        asAdmin().get("/api/1.0/user/uma/usage").then().statusCode(200).body("$", hasSize(2));
    }

    @Test
    void anEntryIsCountedOnce() {
        var entry = new UsageEntry(
                TASKS.incrementAndGet(), 1, "ulf", "default", 3, 5, 1, Optional.of(daysAgo(0)), Instant.now());
        enter(entry);
        enter(entry);
        as("ulf").get("/api/1.0/user/ulf/usage").then().body("$", hasSize(1)).body("[0].cpu", equalTo(3));
    }

    @Test
    void case92ClearedCountersStartAgainAndTheUsersStay() {
        used("ute", "quarry", 2, 4, Instant.now().minusSeconds(5), Duration.ofSeconds(10));
        eventually(() -> as("ute")
                .get("/api/1.0/project/quarry/usage")
                .then()
                .statusCode(200)
                .body("$", hasSize(1)));
        as("ute").delete("/api/1.0/project/quarry/quota").then().statusCode(403);
        asAdmin().delete("/api/1.0/project/quarry/quota").then().statusCode(200).header("Content-Type", JSON);
        as("ute").get("/api/1.0/project/quarry/usage").then().statusCode(200).body("$", hasSize(0));
        assertThat(window().ofProject("quarry")).isEqualTo(Use.NONE);
        assertThat(window().ofOwner("ute").cpus()).isEqualTo(2);
        as("ute").get("/api/1.0/user/ute/usage").then().body("$", hasSize(1));
        used("ute", "quarry", 1, 1, Instant.now(), Duration.ofSeconds(1));
        as("ute")
                .get("/api/1.0/project/quarry/usage")
                .then()
                .body("$", hasSize(1))
                .body("[0].cpu", equalTo(1));
        assertThat(window().ofProject("quarry")).isEqualTo(new Use(1, 1, 1, 0, 1));
        as("udo").get("/api/1.0/project/quarry/usage").then().statusCode(403);
        asAdmin().get("/api/1.0/project/nowhere/usage").then().statusCode(404);
        asAdmin().delete("/api/1.0/project/nowhere/quota").then().statusCode(404);
    }

    private UsageWindow window() {
        return windowOf("ute", "nobody");
    }

    private UsageWindow windowOf(String... logins) {
        return context.run(() -> Panache.withSession(() -> windows.of(List.of(logins), List.of("quarry", "nothing"))))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    @Test
    void aBillIsGroupedByAccountAndProjectAndALateEntryIsOnIt() {
        var march = Instant.parse("2024-03-31T23:59:59Z");
        used("udo", "pyramid", 2, 4, march, Duration.ofSeconds(10));
        used("udo", "pyramid", 1, 1, march.minusSeconds(86400), Duration.ofSeconds(5));
        used("uma", "pyramid", 1, 1, march.minusSeconds(86400), Duration.ofSeconds(1));
        used("udo", "default", 1, 1, march.plusSeconds(1), Duration.ofSeconds(99));
        eventually(() -> as("uma")
                .get("/api/1.0/project/pyramid/billing/2024/3")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("$", hasSize(2))
                .body("find { it._id.user == 'udo' }.cpu", equalTo(3))
                .body("find { it._id.user == 'udo' }.ram", equalTo(5))
                .body("find { it._id.user == 'udo' }.gpus", equalTo(0))
                .body("find { it._id.user == 'udo' }._id.project", equalTo("pyramid"))
                .body("find { it._id.user == 'udo' }.totaltime.toDouble()", closeTo(15, 0.001)));
        as("udo").get("/api/1.0/project/pyramid/billing/2024/3").then().statusCode(403);
        as("udo").get("/api/1.0/user/udo/billing/2024/3").then().statusCode(200).body("$", hasSize(1));
        as("udo").get("/api/1.0/user/udo/billing/2024/4").then().body("[0].cpu", equalTo(1));
        as("uma").get("/api/1.0/user/udo/billing/2024/3").then().statusCode(403);
        used("udo", "pyramid", 1, 1, march, Duration.ofSeconds(5));
        as("udo").get("/api/1.0/user/udo/billing/2024/3").then().body("[0].cpu", equalTo(4));
        assertThat(wrongBills()).isEmpty();
        // One that was made is kept, until it is asked to be made again.
        database.query("update bill set lines = '[]' where kind = 'user' and subject = 'udo' and month = '2024-03-01'")
                .executeAndAwait();
        as("udo").get("/api/1.0/user/udo/billing/2024/3").then().body("$", hasSize(0));
        // The project's misses the late entry: it is not answered any more, and so not wrong.
        assertThat(wrongBills()).containsExactly("user udo 2024-03");
        as("udo").get("/api/1.0/user/udo/billing/2024/3?force=1").then().body("[0].cpu", equalTo(4));
        as("udo").get("/api/1.0/user/udo/billing/2024/3").then().body("[0].cpu", equalTo(4));
        as("udo").get("/api/1.0/user/udo/billing/2024/13").then().statusCode(400);
        as("udo").get("/api/1.0/user/udo/billing/2024/x").then().statusCode(400);
        asAdmin().get("/api/1.0/project/nowhere/billing/2024/3").then().statusCode(404);
    }

    private static List<String> wrongBills() {
        return asAdmin()
                .post("/api/v1/usage/recompute")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("differences.findAll { it.kind == 'bill' }.what");
    }

    /** The login was another's until a moment ago, on the same day. */
    @Test
    void whoHasALoginAfterAnotherHasUsedNothingOfIt() {
        var then = Instant.now().minusSeconds(2);
        used("ursa", "pyramid", 2, 4, then.minusSeconds(1), Duration.ofSeconds(60));
        used("ursa", "pyramid", 3, 4, daysAgo(2), Duration.ofSeconds(60));
        database.preparedQuery("""
                        insert into account_clearing (owner, version, asked_at, cleared_at)
                        values ('ursa', 1, $1, $1) on conflict do nothing""")
                .execute(Tuple.of(then.atOffset(ZoneOffset.UTC)))
                .await()
                .atMost(Duration.ofSeconds(20));
        assertThat(usesOf("ursa")).isEmpty();
        used("ursa", "pyramid", 5, 1, Instant.now(), Duration.ofSeconds(7));
        assertThat(usesOf("ursa")).containsExactly(5);
        assertThat(windowOf("ursa").ofOwner("ursa")).isEqualTo(new Use(1, 5, 1, 0, 7));
        asAdmin().get("/api/v1/usage?user=ursa").then().body("total.cpus", equalTo(5));
        var bill = "/billing/" + DateTimeFormatter.ofPattern("yyyy/M").format(LocalDate.now(ZoneOffset.UTC));
        asAdmin().get("/api/1.0/user/ursa" + bill).then().body("cpu", equalTo(List.of(5)));
        assertThat(asAdmin()
                        .get("/api/1.0/project/pyramid" + bill)
                        .jsonPath()
                        .getInt("find { it._id.user == 'ursa' }.cpu"))
                .isGreaterThanOrEqualTo(7);
    }

    private static List<Integer> usesOf(String login) {
        return asAdmin()
                .get("/api/1.0/user/" + login + "/usage")
                .then()
                .statusCode(200)
                .extract()
                .path("cpu");
    }

    @Test
    void ourOwnReportGroupsAsAsked() {
        used("una", "default", 2, 4, daysAgo(1), Duration.ofSeconds(10));
        used("una", "pyramid", 1, 1, Instant.now(), Duration.ofSeconds(20));
        as("una")
                .get("/api/v1/usage")
                .then()
                .statusCode(200)
                .body("by", equalTo("day"))
                .body("items", hasSize(2))
                .body("total.tasks", equalTo(2))
                .body("total.cpus", equalTo(3));
        as("una")
                .get("/api/v1/usage?by=project")
                .then()
                .body("items.key", equalTo(List.of("default", "pyramid")))
                .body("items[1].seconds.toDouble()", closeTo(20, 0.001));
        as("una").get("/api/v1/usage?by=user&user=uma").then().statusCode(403);
        as("una").get("/api/v1/usage?by=week").then().statusCode(400);
        as("una").get("/api/v1/usage?from=2024-13-01").then().statusCode(400);
        asAdmin().get("/api/v1/usage?by=user&project=pyramid").then().statusCode(200);
        as("uma").get("/api/v1/usage?by=user&project=pyramid").then().statusCode(200);
        asAdmin().get("/api/v1/usage?by=user&user=una").then().body("items.key", equalTo(List.of("una")));
    }
}
