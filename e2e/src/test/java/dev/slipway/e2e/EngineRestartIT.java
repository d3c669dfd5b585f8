package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A task whose engine goes down ends truly; it never stays running. */
@ExtendWith(SuiteExtension.class)
class EngineRestartIT {
    @Test
    void aRunningTaskEndsWhenItsEngineIsRestarted(Suite suite) throws Exception {
        var batch = new Batch(suite, "frank");
        // It hears that it is to end, as an engine that goes tells it, and is not tried again.
        var task = Batch.galaxyTask("#!/bin/sh\ntrap 'exit 143' TERM\necho begun\nsleep 600 &\nwait\n");
        Batch.in(task, "requirements").put("failure_policy", 0);
        var id = batch.submit(task);
        // Placed is not enough: one that had not begun would begin when its engine is back, and run on.
        Awaitility.await("the process runs")
                .atMost(Duration.ofSeconds(90))
                .until(() -> batch.get("/api/v1/tasks/" + id + "/logs?stream=stdout")
                        .asString()
                        .contains("begun"));
        suite.engine().restart();
        var ended = batch.awaitOver(id);
        // The engine stops what it runs when it goes: an exit by its signal, or, where nothing of it is left, lost.
        assertThat(ended.getInt("status.exitcode")).isNotZero();
        assertThat(batch.run("#!/bin/sh\necho again\n").exitCode()).isZero();
    }

    @Test
    void anImageThatCannotBePulledEndsTheTaskWithTheEnginesText(Suite suite) {
        var batch = new Batch(suite, "frank");
        var task = Batch.galaxyTask("true");
        Batch.in(task, "container").put("image", "127.0.0.1:9/no/such-image:1");
        var ended = batch.run(task);
        var reason = ended.task().getString("status.reason");
        assertThat(reason).contains("127.0.0.1:9");
        assertThat(ended.exitCode()).isNotZero();
        // Galaxy opens both, whatever became of the task.
        var directory = Path.of(ended.task().getString("container.volumes.find { it.name == 'go-docker' }.path"));
        assertThat(directory.resolve("god.log")).isEmptyFile();
        assertThat(directory.resolve("god.err")).content().contains(reason);
        assertThat(batch.get("/api/1.0/task/%d/files/god.err".formatted(ended.id()))
                        .asString())
                .contains(reason);
    }
}
