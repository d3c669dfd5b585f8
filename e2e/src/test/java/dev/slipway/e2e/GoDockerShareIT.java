package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conformance cases 81, 82 and 97 to 99 of the GO-Docker dialect: who reads what a task left, and until when. */
@ExtendWith(SuiteExtension.class)
class GoDockerShareIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEADER = "X-GODOCKER-SHARE";

    private Suite suite;
    private Batch sara;

    @BeforeEach
    void accounts(Suite suite) {
        this.suite = suite;
        sara = new Batch(suite, "sara");
    }

    @Test
    void case097_to_099_aShareTokenOpensOneTaskToReadUntilItIsRevoked() {
        var id = sara.run("#!/bin/sh\necho found > result\n").id();
        var other = sara.run("true").id();
        var token = sara.ask(id, "share").getString("token");
        assertThat(sara.ask(id, "share").getString("token")).isEqualTo(token);
        var task = "/api/1.0/task/" + id;
        var open = List.of(
                task + "?share=" + token,
                task + "/files/?share=" + token,
                task + "/files/result?share=" + token,
                task + "/share/" + token + "/files/",
                task + "/share/" + token + "/files/result");
        for (var path : open) {
            assertThat(status(path)).as(path).isEqualTo(200);
        }
        assertThat(suite.anonymous().get(open.getLast()).asString()).isEqualTo("found\n");
        assertThat(suite.anonymous().header(HEADER, token).get(task).statusCode())
                .isEqualTo(200);
        assertThat(suite.anonymous()
                        .header(HEADER, token)
                        .get(task + "/files/result")
                        .asString())
                .isEqualTo("found\n");
        assertThat(status(task)).isEqualTo(401);
        assertThat(status(task + "/files/result")).isEqualTo(401);

        var elsewhere = "/api/1.0/task/" + other;
        assertThat(status(elsewhere + "?share=" + token)).isIn(401, 403);
        assertThat(status(elsewhere + "/share/" + token + "/files/god.log")).isIn(401, 403);
        assertThat(status(task + "/suspend?share=" + token)).isIn(401, 403);
        assertThat(status(task + "/archive?share=" + token)).isIn(401, 403);
        assertThat(suite.anonymous().header(HEADER, token).delete(task).statusCode())
                .isIn(401, 403);

        sara.ask(id, "unshare");
        // The files' service believes an answer for three seconds.
        Awaitility.await("revoked").atMost(PATIENCE).untilAsserted(() -> {
            for (var path : open) {
                assertThat(status(path)).as(path).isIn(401, 403);
            }
        });
        assertThat(sara.text(id, "result")).isEqualTo("found\n");
    }

    private int status(String path) {
        return suite.anonymous().get(path).statusCode();
    }

    @Test
    void case081_082_anArchivedTaskHasNoFilesAndARemovedOneIsNotThere() throws Exception {
        var running = sara.submit("#!/bin/sh\necho up\nsleep 300\n");
        sara.awaitUp(running);
        assertThat(sara.get("/api/1.0/task/" + running + "/archive").statusCode())
                .isEqualTo(409);
        assertThat(suite.engine().statesOf(running)).containsExactly("running");
        assertThat(sara.task(running).getString("status.primary")).isEqualTo("running");
        sara.kill(running);
        sara.awaitOver(running);

        var ended = sara.run("#!/bin/sh\nhead -c 300000 /dev/zero > large\necho kept\n");
        var directory = Path.of(ended.task().getString("container.volumes.find { it.name == 'go-docker' }.path"));
        assertThat(directory.resolve("large")).exists();
        assertThat(sara.file(ended.id(), "large").asByteArray()).hasSize(300_000);
        sara.ask(ended.id(), "archive");
        Awaitility.await("its files are gone").atMost(PATIENCE).untilAsserted(() -> {
            for (var path : List.of("", "large", "god.log")) {
                assertThat(sara.file(ended.id(), path).statusCode()).as(path).isEqualTo(404);
            }
            assertThat(Files.exists(directory)).isFalse();
        });
        var archived = sara.task(ended.id());
        assertThat(archived.getString("status.primary")).isEqualTo("archived");
        assertThat(archived.getInt("status.exitcode")).isZero();

        var task = "/api/1.0/task/" + ended.id();
        assertThat(suite.as("sara").delete(task + "/archive").statusCode()).isEqualTo(200);
        assertThat(sara.get(task).statusCode()).isEqualTo(404);
        assertThat(sara.file(ended.id(), "").statusCode()).isEqualTo(404);
    }
}
