package dev.slipway.node.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Failed;
import dev.slipway.platform.contract.ContainerEvent.Lost;
import dev.slipway.platform.contract.ContainerEvent.Preparing;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Owner;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole lives of containers: real engine, real topics, real documents; only the store is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class ContainerLifecycleTest {
    @Inject
    NodeName node;

    @Inject
    Containers containers;

    @Inject
    ContainerEngine engine;

    @Inject
    Labels labels;

    @Inject
    ContainerCommands commands;

    private final String task = Long.toString(ThreadLocalRandom.current().nextLong(1_000_000, Long.MAX_VALUE / 2));

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @Test
    void bothStreamsAndTheExitCodeArrive() {
        start("echo out; echo err >&2; id -u; id -un; pwd; echo $GODOCKER_JID $GODOCKER_PWD; exit 3");
        var end = await(Collected.class);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(kinds()).containsExactly(Preparing.class, Started.class, Exited.class, Collected.class);
        assertThat(text("god.log")).isEqualTo("out\n4711\nalice\n/mnt/go-docker\n" + task + " /mnt/go-docker\n");
        assertThat(text("god.err")).isEqualTo("err\n");
        assertThat(text("god.info").lines()).hasSize(2);
        var exited = await(Exited.class);
        assertThat(exited.at()).isAfterOrEqualTo(exited.startedAt());
        assertThat(await(Started.class).at()).isBeforeOrEqualTo(exited.startedAt());
        eventually(() -> engine.find(engineName()).await().indefinitely().isEmpty());
    }

    @Test
    void theScriptStaysByteForByteAndLargeFilesAreUploaded() {
        var script =
                "#!/bin/bash\necho 'ünï' \"$HOME\" `echo tick`\nhead -c 100000 /dev/zero > big\nmkdir -p a/b; echo x > a/b/c\nln -s /etc/passwd link\n";
        start(script);
        await(Collected.class);
        assertThat(text("cmd.sh")).isEqualTo(script);
        assertThat(text("god.log")).isEqualTo("ünï /mnt/go-docker tick\n");
        assertThat(Storage.file(task, 1, "big")).hasSize(100000);
        assertThat(text("a/b/c")).isEqualTo("x\n");
        assertThat(Storage.manifest(task, 1).getJsonArray("directories")).contains("a", "a/b");
        assertThat(Storage.manifest(task, 1).encode()).doesNotContain("link");
    }

    @Test
    void anUnknownImageFailsWithTheEnginesText() {
        send(spec("true", "no.such.host.invalid/nothing:1"));
        assertThat(await(Failed.class).reason()).contains("no.such.host.invalid");
    }

    @Test
    void aScriptWithoutAnInterpreterFailsWithTheEnginesText() {
        start("#!/no/such/interpreter\n");
        assertThat(await(Failed.class).reason()).contains("no such file or directory");
        eventually(() -> engine.find(engineName()).await().indefinitely().isEmpty());
    }

    @Test
    void aStoppedContainerEndsAndTellsItsEnd() {
        start("sleep 1000");
        await(Started.class);
        stop();
        assertThat(await(Collected.class).exitCode()).isEqualTo(137);
    }

    @Test
    void aStopBeforeItsStartKeepsItFromRunning() {
        stop();
        assertThat(await(Failed.class).reason()).isEqualTo(Container.STOPPED);
        redeliver("true");
        redeliver("true");
        assertThat(engine.find(engineName()).await().indefinitely()).isEmpty();
        assertThat(kinds()).containsExactly(Failed.class);
    }

    @Test
    void aStartThatComesAgainDoesNothing() {
        start("echo once");
        redeliver("echo once");
        await(Collected.class);
        redeliver("echo once");
        eventually(() -> engine.find(engineName()).await().indefinitely().isEmpty());
        assertThat(kinds()).containsExactly(Preparing.class, Started.class, Exited.class, Collected.class);
        assertThat(text("god.log")).isEqualTo("once\n");
    }

    @Test
    void aContainerThatVanishesIsLost() {
        start("sleep 1000");
        await(Started.class);
        engine.remove(engineName()).await().indefinitely();
        await(Lost.class);
    }

    @Test
    void aStoreThatIsDownDelaysTheEndAndLosesNothing() {
        Storage.refuse(5);
        start("echo kept");
        await(Collected.class);
        assertThat(text("god.log")).isEqualTo("kept\n");
    }

    @Test
    void whatALongRunWritesIsShippedWhileItRuns() {
        start("echo early; sleep 1000");
        await(Started.class);
        eventually(() -> Storage.get("/internal/tasks/%s/1/logs/stdout/0".formatted(task))
                .isPresent());
        assertThat(Storage.get("/internal/tasks/%s/1/logs/stdout/0".formatted(task)))
                .contains("early\n".getBytes(UTF_8));
        stop();
        await(Collected.class);
        assertThat(text("god.log")).isEqualTo("early\n");
    }

    private void start(String script) {
        send(spec(script, "slipway/base:latest"));
    }

    private void send(ContainerSpec spec) {
        Kafka.publish(command(spec));
    }

    private ContainerCommand.Start command(ContainerSpec spec) {
        return new ContainerCommand.Start(name(), node.get(), owner(), 1, spec, Instant.now());
    }

    private void stop() {
        Kafka.publish(new ContainerCommand.Stop(name(), node.get(), owner(), 1, Instant.now()));
    }

    private static ContainerSpec spec(String script, String image) {
        return new ContainerSpec(
                image,
                script,
                "alice",
                4711,
                4711,
                List.of(5000),
                false,
                1,
                64L << 20,
                0,
                Map.of(),
                List.of(),
                Map.of());
    }

    private Owner owner() {
        return new Owner(Owner.TASK, task, "alice", "default");
    }

    private String name() {
        return ContainerCommand.nameOf(owner(), 1);
    }

    private String engineName() {
        return labels.engineName(name());
    }

    private String text(String path) {
        return Storage.text(Storage.file(task, 1, path));
    }

    private <E extends ContainerEvent> E await(Class<E> kind) {
        return kind.cast(Kafka.await(
                ContainerEvent.TOPIC,
                ContainerEvent.class,
                it -> kind.isInstance(it) && it.container().equals(name())));
    }

    private List<Class<?>> kinds() {
        return Kafka.all(ContainerEvent.TOPIC, ContainerEvent.class).stream()
                .filter(it -> it.container().equals(name()))
                .<Class<?>>map(Object::getClass)
                .toList();
    }

    /** As the channel would hand it over once more; done when it is handled. */
    private void redeliver(String script) {
        commands.on(Contract.write(command(spec(script, "slipway/base:latest"))))
                .await()
                .indefinitely();
    }

    private static void eventually(BooleanSupplier condition) {
        var until = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("not within a minute");
            }
            Thread.onSpinWait();
        }
    }
}
