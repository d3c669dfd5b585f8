package dev.slipway.node.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.job.JobConfig;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Failed;
import dev.slipway.platform.contract.ContainerEvent.Lost;
import dev.slipway.platform.contract.ContainerEvent.Preparing;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.platform.contract.Contract;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole lives of containers: real engine, real topics, real documents; only the store is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class ContainerLifecycleTest {
    @Inject
    NodeName node;

    @Inject
    ContainerEngine engine;

    @Inject
    Labels labels;

    @Inject
    ContainerCommands commands;

    @Inject
    JobConfig jobs;

    private Attempt it;

    @BeforeEach
    void attempt() {
        it = new Attempt(node.get());
    }

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @Test
    void bothStreamsAndTheExitCodeArrive() {
        it.start("echo out; echo err >&2; id -u; id -un; id -gn; id -Gn; pwd;"
                + " echo $GODOCKER_JID $GODOCKER_PWD; exit 3");
        var end = it.await(Collected.class);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(it.kinds()).containsExactly(Preparing.class, Started.class, Exited.class, Collected.class);
        assertThat(it.text("god.log"))
                .isEqualTo(
                        "out\n4711\nalice\nalice\nalice group5000\n/mnt/go-docker\n" + it.task() + " /mnt/go-docker\n");
        assertThat(it.text("god.err")).isEqualTo("err\n");
        assertThat(it.text("god.info").lines()).hasSize(2);
        var exited = it.await(Exited.class);
        assertThat(exited.at()).isAfterOrEqualTo(exited.startedAt());
        assertThat(it.await(Started.class).at()).isBeforeOrEqualTo(exited.startedAt());
        Attempt.eventually(() -> found().isEmpty());
    }

    @Test
    void theScriptStaysByteForByteAndLargeFilesAreUploaded() {
        var script =
                "#!/bin/bash\necho 'ünï' \"$HOME\" `echo tick`\nhead -c 100000 /dev/zero > big\nmkdir -p a/b; echo x > a/b/c\nln -s /etc/passwd link\n";
        it.start(script);
        it.await(Collected.class);
        assertThat(it.text("cmd.sh")).isEqualTo(script);
        assertThat(it.text("god.log")).isEqualTo("ünï /mnt/go-docker tick\n");
        assertThat(Storage.file(it.task(), 1, "big")).hasSize(100000);
        assertThat(it.text("a/b/c")).isEqualTo("x\n");
        assertThat(Storage.manifest(it.task(), 1).getJsonArray("directories")).contains("a", "a/b");
        assertThat(Storage.manifest(it.task(), 1).encode()).doesNotContain("link");
    }

    @Test
    void anImageThatHasGoneSinceItWasSeenIsAskedForAgain() {
        var image = "no.such.host.invalid/gone:1";
        Engine.tag(image);
        Kafka.publish(it.command(Samples.spec("true", image, false, List.of())));
        assertThat(it.await(Collected.class).exitCode()).isZero();
        Engine.untag(image);
        var next = new Attempt(node.get());
        Kafka.publish(next.command(Samples.spec("true", image, false, List.of())));
        // A pull was tried: the engine's first answer, that there is no such image, is not the last word.
        assertThat(next.await(Failed.class).reason())
                .contains("no.such.host.invalid")
                .doesNotContain("No such image");
    }

    @Test
    void anUnknownImageFailsWithTheEnginesText() {
        Kafka.publish(it.command(Samples.spec("true", "no.such.host.invalid/nothing:1", false, List.of())));
        var failed = it.await(Failed.class);
        assertThat(failed.reason()).contains("no.such.host.invalid");
        assertThat(failed.system()).isFalse();
        var directory = Path.of(it.await(Preparing.class).directory());
        assertThat(directory.resolve("god.log")).isEmptyFile();
        assertThat(directory.resolve("god.err")).content().isEqualTo(failed.reason() + "\n");
        assertThat(get("/internal/jobs/%s/1/files/god.err".formatted(it.task())).asString())
                .isEqualTo(failed.reason() + "\n");
        Attempt.eventually(() -> Storage.get("/internal/tasks/%s/1/manifest".formatted(it.task()))
                .isPresent());
        assertThat(it.text("god.log")).isEmpty();
        assertThat(it.text("god.err")).isEqualTo(failed.reason() + "\n");
    }

    @Test
    void aFileThatTheStoreDoesNotTakeIsLeftOutAndSaidSo() {
        it.start("head -c 100000 /dev/zero > refused; echo x > taken; touch \"$(printf 'a\\377')\"; mkdir d");
        var end = it.await(Collected.class);
        assertThat(it.text("taken")).isEqualTo("x\n");
        assertThat(it.text("god.skipped"))
                .startsWith("Not kept: 2\n")
                .contains("refused: the store answers 400 EntityTooLarge\n", "its name is no text\n");
        assertThat(Storage.manifest(it.task(), 1).encode()).doesNotContain("\"refused\"");
        assertThat(end.bytes()).isLessThan(100_000);
    }

    @Test
    void aManifestThatTheStoreDoesNotTakeIsLeftOutButTheLogs() {
        it.start("echo out; touch unfit");
        assertThat(it.await(Collected.class).exitCode()).isZero();
        assertThat(it.text("god.log")).isEqualTo("out\n");
        assertThat(it.text("god.skipped")).contains("unfit: the store does not take the whole");
    }

    @Test
    void anInterpreterThatIsNotThereIsSaidInTheLog() {
        it.start("#!/no/such/interpreter\n");
        assertThat(it.await(Collected.class).exitCode()).isNotZero();
        assertThat(it.text("god.err")).contains("no such file or directory");
    }

    @Test
    void aContainerThatCannotStartFailsWithTheEnginesText() {
        var impossible = new Mount("data", "/tmp", "/usr/bin/cat", true);
        Kafka.publish(it.command(Samples.spec("true", Samples.IMAGE, false, List.of(impossible))));
        assertThat(it.await(Failed.class).reason()).containsIgnoringCase("not a directory");
        Attempt.eventually(() -> found().isEmpty());
    }

    @Test
    void aJobDirectoryThatCannotBeMadeIsTheMachinesFault() throws IOException {
        var inItsWay = JobDirectory.of(jobs.jobs(), Samples.owner(it.task())).root();
        Files.createDirectories(inItsWay.getParent());
        Files.createFile(inItsWay);
        it.start("true");
        var failed = it.await(Failed.class);
        assertThat(failed.reason()).startsWith("The job directory cannot be made");
        assertThat(failed.system()).isTrue();
        assertThat(failed.late()).isFalse();
        Files.delete(inItsWay);
    }

    @Test
    void aStoppedContainerEndsAndTellsItsEnd() {
        it.start("sleep 1000");
        it.await(Started.class);
        it.stop();
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(137);
    }

    @Test
    void aStopBeforeItsStartKeepsItFromRunning() {
        it.stop();
        var failed = it.await(Failed.class);
        assertThat(failed.reason()).isEqualTo(Container.STOPPED);
        assertThat(failed.system()).isFalse();
        redeliver("true");
        redeliver("true");
        assertThat(found()).isEmpty();
        assertThat(it.kinds()).containsExactly(Failed.class);
    }

    @Test
    void aStartThatComesAgainDoesNothing() {
        it.start("echo once");
        redeliver("echo once");
        it.await(Collected.class);
        redeliver("echo once");
        Attempt.eventually(() -> found().isEmpty());
        assertThat(it.kinds()).containsExactly(Preparing.class, Started.class, Exited.class, Collected.class);
        assertThat(it.text("god.log")).isEqualTo("once\n");
    }

    @Test
    void aContainerThatIsTakenAwayEndsAllTheSame() {
        it.start("sleep 1000");
        it.await(Started.class);
        engine.remove(labels.engineName(it.name())).await().indefinitely();
        // Its end may be seen before it is gone, and then it is a true one.
        it.await(ContainerEvent.class, told -> told instanceof Lost || told instanceof Collected);
    }

    @Test
    void aStoreThatIsDownDelaysTheEndAndLosesNothing() {
        Storage.refuse(5);
        it.start("echo kept");
        it.await(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("kept\n");
    }

    @Test
    void aRunningJobsFilesAreShownToServicesOnly() {
        it.start("echo live; mkdir d; echo in > d/f; ln -s /etc/passwd link; sleep 1000");
        it.await(Started.class);
        var url = "/internal/jobs/%s/1/files/".formatted(it.task());
        Attempt.eventually(() -> get(url + "god.log").asString().equals("live\n"));
        assertThat(get(url + "god.log").contentType()).isEqualTo("application/octet-stream");
        assertThat(get(url + "d/f").asString()).isEqualTo("in\n");
        assertThat(get(url).contentType()).startsWith("application/json");
        assertThat(get(url).jsonPath().getList("name", String.class))
                .containsExactly("cmd.sh", "d", "god.err", "god.log", "godocker-uris.txt");
        assertThat(get(url + "god.err").statusCode()).isEqualTo(200);
        assertThat(get(url + "link").statusCode()).isEqualTo(404);
        assertThat(get(url + "%2e%2e/attempt").statusCode()).isEqualTo(404);
        assertThat(RestAssured.get(url).statusCode()).isEqualTo(401);
        assertThat(as(Tokens.user("alice"), url).statusCode()).isEqualTo(403);
        it.stop();
        it.await(Collected.class);
    }

    private static Response get(String url) {
        return as(Tokens.service("storage-service"), url);
    }

    private static Response as(String token, String url) {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .get(url);
    }

    @Test
    void whatALongRunWritesIsShippedWhileItRuns() {
        it.start("echo early; sleep 1000");
        it.await(Started.class);
        Attempt.eventually(() -> Storage.get("/internal/tasks/%s/1/logs/stdout/0".formatted(it.task()))
                .isPresent());
        assertThat(Storage.get("/internal/tasks/%s/1/logs/stdout/0".formatted(it.task())))
                .contains("early\n".getBytes(UTF_8));
        it.stop();
        it.await(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("early\n");
    }

    private void redeliver(String script) {
        commands.on(Contract.write(it.command(Samples.spec(script)))).await().indefinitely();
    }

    private Optional<EngineContainer> found() {
        return engine.find(labels.engineName(it.name())).await().indefinitely();
    }
}
