package dev.slipway.task.dialect.nds;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.nds.Nds.IMAGE;
import static dev.slipway.task.dialect.nds.Nds.UPLOAD;
import static dev.slipway.task.dialect.nds.Nds.as;
import static dev.slipway.task.dialect.nds.Nds.awaitState;
import static dev.slipway.task.dialect.nds.Nds.job;
import static dev.slipway.task.dialect.nds.Nds.status;
import static dev.slipway.task.dialect.nds.Nds.submit;
import static dev.slipway.task.dialect.nds.Nds.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From upload to the proved end, with a node that is played: cases 3, 4, 10 and 12 to 14 of nds.md. */
@QuarkusTest
@TestProfile(Nds.Settings.class)
@QuarkusTestResource(Backends.class)
class NdsJobTest {
    private static final TestNode NODE = new TestNode("nds-node");

    @BeforeEach
    void accounts() {
        Accounts.announce("nell", 4301);
    }

    @Test
    void case3AScriptRunsAndIsCompleted() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(job("nell").formParam("scriptname", "run.sh").formParam("max_time", "1h"));
            var start = NODE.start(task("nell", id));
            assertThat(start.spec().scriptName()).isEqualTo("run.sh");
            assertThat(start.spec().script()).isEqualTo("#!/bin/sh\necho hello\n");
            assertThat(start.spec().apart()).isNull();
            assertThat(start.spec().output()).isTrue();
            assertThat(start.spec().image()).isEqualTo(IMAGE + ":latest");
            assertThat(start.spec().environment())
                    .containsEntry("NDS_OUTPUT", "/output")
                    .containsEntry("NDS_DATA", "");
            status("nell", id).body("create_task_state", equalTo("UNKNOWN")).body("worker", nullValue());
            NODE.preparing(start);
            eventually(() -> status("nell", id).body("state", equalTo("staging")));
            NODE.started(start);
            awaitState("nell", id, "RUNNING");
            NODE.end(start, 0);
            var over = awaitState("nell", id, "COMPLETED");
            assertThat(over.getInt("exit_code")).isZero();
            assertThat(over.getString("reason")).isEmpty();
            assertThat(Instant.parse(over.getString("finished")))
                    .isAfterOrEqualTo(Instant.parse(over.getString("started")));
        });
    }

    @Test
    void case4AnAttachedFileRunsUnderItsCleanedName() {
        NODE.serving(1_000, 100_000, () -> {
            var script = "#!/usr/bin/env python3\nprint(1)\n".getBytes(StandardCharsets.UTF_8);
            var named = submit(as("nell")
                    .multiPart("image_name", IMAGE)
                    .multiPart("file", "code")
                    .multiPart("code", "../../my plot (1).py", script));
            var start = NODE.start(task("nell", named));
            assertThat(start.spec().scriptName()).isEqualTo("my_plot__1_.py");
            assertThat(start.spec().script().getBytes(StandardCharsets.UTF_8)).isEqualTo(script);
            status("nell", named).body("script", equalTo("my_plot__1_.py"));
            NODE.run(start, 0);
            awaitState("nell", named, "COMPLETED");
            var own = submit(as("nell").multiPart("image_name", IMAGE).multiPart("file", "god.log", script));
            var second = NODE.start(task("nell", own));
            assertThat(second.spec().scriptName()).isEqualTo("script-god.log");
            NODE.run(second, 0);
            awaitState("nell", own, "COMPLETED");
        });
    }

    @Test
    void aFileThatIsNoTextIsKeptApart() {
        NODE.serving(1_000, 100_000, () -> {
            var program = new byte[] {0x7f, 'E', 'L', 'F', 0, 1, 2, (byte) 0xff};
            var id = submit(as("nell").multiPart("image_name", IMAGE).multiPart("file", "tool", program));
            var start = NODE.start(task("nell", id));
            assertThat(start.spec().apart()).isNotNull();
            assertThat(start.spec().apart().size()).isEqualTo(program.length);
            assertThat(start.spec().runsAsItIs()).isTrue();
            NODE.run(start, 0);
            awaitState("nell", id, "COMPLETED");
        });
    }

    @Test
    void case10TwoDataSetsAreMountedReadOnly() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(job("nell").formParam("data", "climate", "rain,climate"));
            var start = NODE.start(task("nell", id));
            assertThat(start.spec().mounts())
                    .containsExactly(
                            new ContainerSpec.Mount("climate", "/srv/data/climate", "/data/climate", true, true),
                            new ContainerSpec.Mount("rain", "/srv/data/rain", "/data/rain", true, true));
            assertThat(start.spec().environment()).containsEntry("NDS_DATA", "/data/climate /data/rain");
            status("nell", id).body("data", equalTo(List.of("climate", "rain")));
            NODE.run(start, 0);
            awaitState("nell", id, "COMPLETED");
        });
    }

    @Test
    void case12TheOriginalNamesAndTheirAliasesAreThere() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(job("nell"));
            status("nell", id)
                    .body("$", hasKey("container id"))
                    .body("$", hasKey("worker"))
                    .body("'container id'", nullValue())
                    .body("container_id", nullValue());
            var start = NODE.start(task("nell", id));
            NODE.begin(start);
            var running = awaitState("nell", id, "RUNNING");
            assertThat(running.getString("'create task state'")).isEqualTo("RUNNING");
            assertThat(running.getString("'container id'"))
                    .isEqualTo("engine-" + start.container())
                    .isEqualTo(running.getString("container_id"));
            assertThat(running.getString("worker")).isEqualTo("host-of-nds-node");
            assertThat(running.getString("state")).isEqualTo("running");
            NODE.end(start, 0);
            awaitState("nell", id, "COMPLETED");
        });
    }

    @Test
    void case13AnotherExitCodeIsAFailure() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(job("nell"));
            NODE.run(NODE.start(task("nell", id)), 4);
            var over = awaitState("nell", id, "FAILED");
            assertThat(over.getInt("exit_code")).isEqualTo(4);
            assertThat(over.getString("reason")).contains("4");
        });
    }

    @Test
    void case14TooMuchMemoryIsAFailureThatSaysSo() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(job("nell").formParam("ram", 3));
            var start = NODE.start(task("nell", id));
            NODE.begin(start);
            NODE.ranOutOfMemory(start);

            var over = awaitState("nell", id, "FAILED");
            assertThat(over.getString("reason")).containsIgnoringCase("memory").contains("3 GB");
            assertThat(over.getString("state")).isEqualTo("out of memory");
        });
    }

    @Test
    void managersOfItsProjectSeeAJobAndMembersDoNot() {
        Accounts.announce("nora", 5711, List.of("norms"));
        Accounts.announce("noel", 5712, List.of("norms"));
        Accounts.announce("nick", 5713, List.of("norms"));
        Projects.announce("norms", "nick", "nora", "noel", "nick");
        eventually(() -> as("nick").get("/api/1.0/project/norms/usage").then().statusCode(200));
        var id = submit(job("nora").formParam("project", "norms"));
        status("nick", id).body("task", equalTo((int) task("nora", id)));
        as("noel").get(UPLOAD + "?job_id=" + id).then().statusCode(404);
        var own = submit(job("nora"));
        as("nick").get(UPLOAD + "?job_id=" + own).then().statusCode(404);
    }

    @Test
    void whatNeverRanAndWhatWasStoppedAreFailures() {
        NODE.serving(1_000, 100_000, () -> {
            var failed = submit(job("nell"));
            NODE.failed(NODE.start(task("nell", failed)), "no such image");
            assertThat(awaitState("nell", failed, "FAILED").getString("reason")).isEqualTo("no such image");
            status("nell", failed).body("exit_code", nullValue());
        });
        var stopped = submit(job("nell"));
        status("nell", stopped).body("state", equalTo("pending"));
        as("nell").delete("/api/1.0/task/" + task("nell", stopped)).then().statusCode(200);
        awaitState("nell", stopped, "FAILED");
        status("nell", stopped).body("state", equalTo("killed")).body("'container id'", nullValue());
    }

    @Test
    void whatWaitsSaysWhy() {
        var id = submit(job("nell").formParam("cpu", 1_000_000));
        eventually(() -> status("nell", id).body("reason", not(equalTo(""))));
        as("nell").delete("/api/1.0/task/" + task("nell", id)).then().statusCode(200);
    }

    @Test
    void aJobInJsonIsTheSameJobAndATaskOfEveryDialect() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit(as("nell")
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "image_name",
                            IMAGE,
                            "script",
                            "echo \"$GREETING\"\n",
                            "name",
                            "hello",
                            "cpu",
                            1,
                            "ram",
                            2,
                            "data",
                            List.of("climate", "rain"),
                            "env",
                            Map.of("GREETING", "hi", "N", 3, "NDS_OUTPUT", "mine"))));
            var start = NODE.start(task("nell", id));
            assertThat(start.spec().environment())
                    .containsEntry("GREETING", "hi")
                    .containsEntry("N", "3")
                    .containsEntry("NDS_OUTPUT", "/output")
                    .containsEntry("GODOCKER_JID", start.owner().id());
            assertThat(start.spec().memoryBytes()).isEqualTo(2L << 30);
            as("nell")
                    .get("/api/1.0/task/" + task("nell", id))
                    .then()
                    .body("meta.name", equalTo("hello"))
                    .body("command.cmd", containsString("GREETING"))
                    .body("container.volumes.name", equalTo(List.of("climate", "rain")));
            NODE.run(start, 0);
            awaitState("nell", id, "COMPLETED");
            as("nell").get("/nds" + UPLOAD + "?job_id=" + id).then().statusCode(200);
        });
    }
}
