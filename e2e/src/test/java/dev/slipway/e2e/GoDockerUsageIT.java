package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conformance cases 91 to 94 of the GO-Docker dialect and its bills: what containers that ran have used, and what that costs. */
@ExtendWith(SuiteExtension.class)
class GoDockerUsageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROJECT = "quota-lab";

    /** What its node told of it is what was entered. */
    private static void isProved(Suite suite, long task) {
        var found = suite.as("admin")
                .contentType(ContentType.JSON)
                .post("/api/v1/usage/recompute")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(found.getLong("told")).isPositive();
        assertThat(found.<String>getList("differences.what")).doesNotContain(task + "-1");
    }

    @Test
    void case091_092_aUsedUpQuotaEndsTheNextTaskUntilItIsResetOrRaised(Suite suite) {
        var quentin = new Batch(suite, "quentin");
        project(suite, PROJECT, "quentin", Map.of("cpu", 2));
        var first = quentin.submit(of(PROJECT, "#!/bin/sh\nsleep 5\n", 2, List.of()));
        var next = quentin.submit(of(PROJECT, "true", 1, List.of(first)));
        var full = "The quota of project %s: 2 of 2 cpus are used and it asks for 1".formatted(PROJECT);
        quentin.awaitUp(first);
        // It can be known before it is its turn.
        Awaitility.await("why")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(quentin.why(next)).contains("It waits for the end of task " + first, full));
        assertThat(quentin.awaitOver(first).getInt("status.exitcode")).isZero();
        isRefused(quentin, next, full);
        isProved(suite, first);

        change(suite, Map.of("cpu", 0, "time", 1));
        awaitReason(suite, "of 1 seconds of running time are used");
        var late = quentin.submit(of(PROJECT, "true", 1, List.of()));
        isRefusedBy(
                quentin,
                late,
                "The quota of project %s: \\d+ of 1 seconds of running time are used".formatted(PROJECT));

        assertThat(quentin.get("/api/1.0/project/" + PROJECT + "/usage")
                        .jsonPath()
                        .getInt("[0].cpu"))
                .isEqualTo(2);
        assertThat(suite.as("quentin")
                        .delete("/api/1.0/project/" + PROJECT + "/quota")
                        .statusCode())
                .isEqualTo(403);
        assertThat(suite.as("admin")
                        .delete("/api/1.0/project/" + PROJECT + "/quota")
                        .statusCode())
                .isEqualTo(200);
        assertThat(quentin.get("/api/1.0/project/" + PROJECT + "/usage")
                        .jsonPath()
                        .getList(""))
                .isEmpty();
        assertThat(quentin.run(of(PROJECT, "true", 1, List.of())).exitCode()).isZero();

        change(suite, Map.of("cpu", 1, "time", 0));
        awaitReason(suite, "1 of 1 cpus are used and it asks for 1");
        change(suite, Map.of("cpu", 5));
        awaitReason(suite, "");
        long again = suite.as("quentin")
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/tasks/" + late + "/rerun")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        assertThat(quentin.awaitOver(again).getInt("status.exitcode")).isZero();
    }

    private static void isRefused(Batch batch, long id, String why) {
        isRefusedBy(batch, id, Pattern.quote(why));
    }

    private static void isRefusedBy(Batch batch, long id, String pattern) {
        var end = batch.awaitOver(id);
        assertThat(end.getString("status.secondary")).isEqualTo("quota reached");
        assertThat(end.getString("status.reason")).matches(pattern);
        assertThat(end.getMap("status")).containsEntry("exitcode", null);
        assertThat(end.getDouble("status.duration")).isZero();
    }

    private static Map<String, Object> of(String project, String script, int cpus, List<Long> parents) {
        var task = galaxyTask(script);
        task.put("user", Map.of("project", project));
        in(task, "requirements").put("cpu", cpus);
        in(task, "requirements").put("tasks", parents);
        return task;
    }

    private static void project(Suite suite, String id, String member, Map<String, Integer> limits) {
        suite.key(member);
        suite.as("admin")
                .contentType(ContentType.JSON)
                .body(Map.of("id", id, "owner", member, "members", List.of(member), "limits", limits))
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
    }

    private static void change(Suite suite, Map<String, Integer> limits) {
        suite.as("admin")
                .contentType(ContentType.JSON)
                .body(Map.of("limits", limits))
                .patch("/api/v1/projects/" + PROJECT)
                .then()
                .statusCode(200);
    }

    /** What a quota would say to one more task; empty for nothing. */
    private static void awaitReason(Suite suite, String expected) {
        Awaitility.await(expected)
                .atMost(PATIENCE)
                .until(
                        () -> suite.as("quentin")
                                .contentType(ContentType.JSON)
                                .body(Map.of("image", "slipway/base:latest", "script", "true", "project", PROJECT))
                                .post("/api/v1/tasks?dry_run=true")
                                .jsonPath(),
                        it -> expected.isEmpty()
                                ? !it.getList("reasons.code").contains("quota")
                                : it.getList("reasons.detail", String.class).stream()
                                        .anyMatch(sentence -> sentence.endsWith(expected)));
    }

    @Test
    void case094_whatWasUsedBeforeADayWithoutTasksCounts(Suite suite) throws Exception {
        var gabi = new Batch(suite, "gabi");
        project(suite, "gap", "gabi", Map.of("cpu", 3));
        assertThat(gabi.run(of("gap", "true", 2, List.of())).exitCode()).isZero();
        suite.setBack("gap", 3);
        var today = gabi.run(of("gap", "true", 1, List.of()));
        assertThat(today.exitCode()).isZero();
        JsonPath usage = gabi.get("/api/1.0/project/gap/usage").jsonPath();
        assertThat(usage.getList("cpu")).containsExactlyInAnyOrder(2, 1);
        isRefused(
                gabi,
                gabi.submit(of("gap", "true", 1, List.of(today.id()))),
                "The quota of project gap: 3 of 3 cpus are used and it asks for 1");
    }

    @Test
    void case093_aTaskIsInTheUsageOfItsDayAndOnTheBillOfItsMonth(Suite suite) {
        var bella = new Batch(suite, "bella");
        project(suite, "billed", "bella", Map.of());
        var task = of("billed", "#!/bin/sh\nsleep 2\n", 2, List.of());
        in(task, "requirements").put("ram", 3);
        var ended = bella.run(task);
        var seconds = ended.task().getDouble("status.duration");
        assertThat(seconds).isBetween(2.0, 30.0);
        var day = Instant.ofEpochMilli((long) (ended.task().getDouble("status.date_over") * 1000))
                .atZone(ZoneOffset.UTC);
        for (var whose : List.of("user/bella", "project/billed")) {
            JsonPath usage = bella.get("/api/1.0/" + whose + "/usage").jsonPath();
            assertThat(usage.getList("")).hasSize(1);
            assertThat(usage.getString("[0].date"))
                    .isEqualTo("%d_%d_%d".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth()));
            assertThat(usage.getInt("[0].cpu")).isEqualTo(2);
            assertThat(usage.getInt("[0].ram")).isEqualTo(3);
            assertThat(usage.getDouble("[0].time")).isCloseTo(seconds, within(0.1));

            var month = "/billing/%d/%d".formatted(day.getYear(), day.getMonthValue());
            JsonPath bill = bella.get("/api/1.0/" + whose + month).jsonPath();
            assertThat(bill.getList("")).hasSize(1);
            assertThat(bill.getMap("[0]._id")).isEqualTo(Map.of("user", "bella", "project", "billed"));
            assertThat(bill.getInt("[0].cpu")).isEqualTo(2);
            assertThat(bill.getInt("[0].ram")).isEqualTo(3);
            assertThat(bill.getDouble("[0].totaltime")).isCloseTo(seconds, within(0.1));
            assertThat(suite.as("alice").get("/api/1.0/" + whose + month).statusCode())
                    .isEqualTo(403);
        }
    }
}
