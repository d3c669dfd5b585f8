package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.job.ImageAccounts;
import dev.slipway.node.job.Jobs;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Failed;
import dev.slipway.platform.contract.ContainerEvent.Lost;
import dev.slipway.platform.contract.ContainerEvent.Preparing;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that died at any line leaves a document and maybe a container; the next one goes on from there. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class AdoptionTest {
    @Inject
    NodeName node;

    @Inject
    Containers containers;

    @Inject
    ContainerRepository repository;

    @Inject
    ContainerEngine engine;

    @Inject
    Housekeeping housekeeping;

    @Inject
    Jobs jobs;

    @Inject
    Labels labels;

    private Attempt it;

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @BeforeEach
    void attempt() {
        it = new Attempt(node.get());
    }

    @Test
    void diedBeforeAnythingWasDone() {
        accepted("echo all");
        takeUp();
        assertThat(it.await(Collected.class).exitCode()).isZero();
        assertThat(it.text("god.log")).isEqualTo("all\n");
    }

    /** The store had kept it, and its answer was lost: nobody died. */
    @Test
    void aStartThatWasKeptUnheardIsCarriedWhenItComesAgain() {
        accepted("echo all");
        it.start("echo all");
        assertThat(it.await(Collected.class).exitCode()).isZero();
        assertThat(it.text("god.log")).isEqualTo("all\n");
    }

    @Test
    void aStopOfAStartThatWasKeptUnheardIsCarried() {
        accepted("sleep 1000");
        it.stop();
        assertThat(it.await(Failed.class).reason()).isEqualTo(Container.STOPPED);
    }

    @Test
    void diedBetweenCreateAndStart() {
        create(accepted("echo created"));
        takeUp();
        it.await(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("created\n");
        assertThat(it.kinds()).containsExactly(Preparing.class, Started.class, Exited.class, Collected.class);
    }

    @Test
    void diedBetweenStartAndItsDocument() {
        create(accepted("echo ran >> count; echo x; exit 5"));
        await(engine.start(name()));
        await(engine.awaitExit(name()));
        takeUp();
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(5);
        assertThat(it.text("count")).isEqualTo("ran\n");
        assertThat(it.kinds()).containsExactly(Preparing.class, Started.class, Exited.class, Collected.class);
    }

    @Test
    void diedWhileItRan() {
        running(accepted("echo before; while [ ! -e go ]; do sleep 0.1; done; echo after"));
        takeUp();
        assertThat(await(containers.untold())).contains(it.name());
        let("go");
        assertThat(it.await(Collected.class).exitCode()).isZero();
        assertThat(it.text("god.log")).isEqualTo("before\nafter\n");
    }

    @Test
    void diedWithAStopInHand() {
        running(accepted("sleep 1000"));
        await(repository.askStop(it.name()));
        takeUp();
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(137);
    }

    @Test
    void diedWithAStopInHandBeforeTheStart() {
        create(accepted("true"));
        await(repository.askStop(it.name()));
        takeUp();
        assertThat(it.await(Failed.class).reason()).isEqualTo(Container.STOPPED);
        Attempt.eventually(() -> await(engine.find(name())).isEmpty());
    }

    @Test
    void theContainerVanishedMeanwhile() {
        running(accepted("sleep 1000"));
        await(engine.remove(name()));
        takeUp();
        var lost = it.await(Lost.class);
        var directory = jobs.of(it.owner(), Samples.spec("")).task();
        assertThat(directory.resolve("god.log")).exists();
        assertThat(directory.resolve("god.err")).content().isEqualTo(lost.reason() + "\n");
    }

    @Test
    void diedAfterTheEnd() {
        var running = running(accepted("echo end"));
        await(engine.awaitExit(name()));
        EngineContainer seen = await(engine.find(name())).orElseThrow();
        await(repository.update(running.exited(new End(seen.exitCode(), false, seen.startedAt(), seen.finishedAt()))));
        takeUp();
        it.await(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("end\n");
    }

    /** Its store has lost it. */
    @Test
    void whatNoDocumentKnowsIsToldAsHeldAndIsGoneWhenItsEndIsTold() {
        create(Container.accepted(it.command(Samples.spec("sleep 1000")), Samples.JOB, Instant.now()));
        await(engine.start(name()));
        await(housekeeping.inventory());
        Kafka.await(
                NodeEvent.TOPIC,
                NodeEvent.class,
                told -> told instanceof NodeEvent.Inventory held
                        && held.containers().contains(it.name()));
        it.stop();
        it.await(Failed.class);
        assertThat(await(engine.find(name()))).isEmpty();
    }

    private Container accepted(String script) {
        var container = Container.accepted(it.command(Samples.spec(script)), Samples.JOB, Instant.now());
        assertThat(await(repository.insert(container))).isTrue();
        return container;
    }

    private Container running(Container container) {
        create(container);
        await(engine.start(name()));
        var running = container.started("e", Samples.JOB, Instant.now());
        await(repository.update(running));
        return running;
    }

    private void create(Container container) {
        var spec = ((dev.slipway.platform.contract.ContainerCommand.Start) container.command()).spec();
        var accounts = new ImageAccounts("", "");
        var job = await(jobs.prepare(container.owner(), 1, spec, accounts, "/mnt/go-docker"));
        await(engine.create(Blueprint.of(name(), container, spec, job, List.of(), labels.of(container), 1, 100)));
    }

    private void let(String file) {
        try {
            java.nio.file.Files.createFile(
                    jobs.of(it.owner(), Samples.spec("")).task().resolve(file));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void takeUp() {
        await(containers.takeUp());
    }

    private String name() {
        return labels.engineName(it.name());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
