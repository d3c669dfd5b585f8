package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conformance cases 25, 69, 95 and 96 of the GO-Docker dialect: how many may wait, and whose task runs first on a node that was full. */
@ExtendWith(SuiteExtension.class)
class GoDockerQueueIT {
    private Suite suite;

    @BeforeEach
    void suite(Suite suite) {
        this.suite = suite;
    }

    @Test
    void case025_069_whoHasEnoughWaitingIsRefusedWholeAndOthersAreNot() {
        var rita = new Batch(suite, "rita");
        assertThat(rita.post(never(Suite.WAITING)).statusCode()).isEqualTo(503);
        assertThat(rita.get("/api/1.0/task/active").jsonPath().getList("")).isEmpty();

        // With the array itself.
        var array = rita.submit(never(Suite.WAITING - 1));
        var refused = rita.post(galaxyTask("true"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.jsonPath().getString("msg"))
                .contains("rita has %d waiting tasks, and %d is the limit".formatted(Suite.WAITING, Suite.WAITING));
        assertThat(new Batch(suite, "rolf").run("true").exitCode()).isZero();

        rita.kill(array);
        rita.awaitOver(array);
        assertThat(rita.run("true").exitCode()).isZero();
    }

    /** An array that no node has the memory for. */
    private static Map<String, Object> never(int children) {
        var task = galaxyTask("true");
        in(task, "requirements").put("ram", 100_000);
        in(task, "requirements").put("array", Map.of("values", "1:" + children));
        return task;
    }

    @Test
    void case095_096_whoHasPriorityGoesFirstAndWhoHasUsedSomethingLast() {
        var used = new Batch(suite, "felix");
        // The fair share knows no difference of less than a second.
        assertThat(used.run(onAll("#!/bin/sh\nsleep 1.2\n")).exitCode()).isZero();
        givePriority("fritz", 90);
        var blocker = new Batch(suite, "bruno");
        var blocks = blocker.submit(onAll("#!/bin/sh\nsleep 300\n"));
        blocker.awaitUp(blocks);

        var equal = new Batch(suite, "fiona");
        var equalAndLater = new Batch(suite, "frieda");
        var preferred = new Batch(suite, "fritz");
        var runs = new HashMap<Long, Batch>();
        var fourth = submit(used, runs);
        var second = submit(equal, runs);
        var third = submit(equalAndLater, runs);
        var first = submit(preferred, runs);
        blocker.kill(blocks);

        var begun = new HashMap<Long, Double>();
        runs.forEach((id, batch) -> begun.put(id, batch.awaitOver(id).getDouble("status.date_running")));
        assertThat(begun.keySet().stream().sorted(Comparator.comparing(begun::get)))
                .containsExactly(first, second, third, fourth);
        assertThat(begun.values()).doesNotHaveDuplicates();
    }

    private void givePriority(String login, int priority) {
        suite.key(login);
        var document = new HashMap<>(
                suite.as("admin").get("/api/1.0/user/" + login).jsonPath().<String, Object>getMap("$"));
        in(document, "usage").put("prio", priority);
        suite.as("admin")
                .contentType(ContentType.JSON)
                .body(document)
                .put("/api/1.0/user/" + login)
                .then()
                .statusCode(200);
    }

    private static long submit(Batch batch, Map<Long, Batch> runs) {
        var id = batch.submit(onAll("true"));
        runs.put(id, batch);
        return id;
    }

    /** One at a time. */
    private static Map<String, Object> onAll(String script) {
        var task = galaxyTask(script);
        in(task, "requirements").put("cpu", Suite.PROCESSORS);
        return task;
    }
}
