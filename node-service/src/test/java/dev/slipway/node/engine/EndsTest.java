package dev.slipway.node.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.testkit.Engine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends that a real engine tells of, on lines that break. */
class EndsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final String name = "endstest-" + UUID.randomUUID();
    private Relay relay;
    private DockerClients clients;
    /** Without the relay. */
    private DockerClients direct;

    private Ends ends;

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @BeforeEach
    void open() throws IOException {
        var socket = folder.resolve("engine.sock");
        relay = Relay.at(socket);
        clients = new DockerClients(new DockerClientsTest.Config("unix://" + socket));
        direct = new DockerClients(new DockerClientsTest.Config("unix:///var/run/docker.sock"));
        ends = new Ends(clients);
        ends.begin(new StartupEvent());
        docker().createContainerCmd(Engine.image())
                .withName(name)
                .withEntrypoint(List.of("/bin/sh", "-c", "sleep 1000"))
                .exec();
        eventually(this::isExpected);
    }

    @AfterEach
    void close() throws IOException {
        ends.end(new ShutdownEvent());
        try {
            docker().removeContainerCmd(name).withForce(true).exec();
        } catch (NotFoundException e) {
            // The test has removed it.
        }
        clients.close();
        direct.close();
        relay.close();
    }

    @Test
    void anEndIsToldOnceAndKeptForWhoAsksLater() {
        docker().startContainerCmd(name).exec();
        var end = ends.of(name).orElseThrow();
        var told = end.subscribe().asCompletionStage();
        assertThat(told).isNotDone();
        docker().killContainerCmd(name).exec();
        await(Uni.createFrom().completionStage(told));
        assertThat(ends.of(name)).isEmpty();
        assertThat(ends.expect(name)).isTrue();
        docker().startContainerCmd(name).exec();
        docker().killContainerCmd(name).exec();
        await(ends.of(name).orElseThrow());
    }

    @Test
    void aStreamThatBreaksMakesEverybodyLookAndIsOpenedAgain() throws IOException {
        docker().startContainerCmd(name).exec();
        relay.cut();
        await(ends.of(name).orElseThrow());
        eventually(this::isExpected);
        var told = ends.of(name).orElseThrow().subscribe().asCompletionStage();
        assertThat(told).isNotDone();
        docker().killContainerCmd(name).exec();
        await(Uni.createFrom().completionStage(told));
    }

    @Test
    void nothingIsExpectedWhileNothingIsTold() throws IOException {
        relay.close();
        await(ends.of(name).orElseThrow());
        eventually(() -> !ends.expect(name));
        assertThat(ends.of(name)).isEmpty();
    }

    @Test
    void aStreamThatIsDeafIsOpenedAnew() {
        docker().startContainerCmd(name).exec();
        relay.mute();
        var told = ends.of(name).orElseThrow().subscribe().asCompletionStage();
        docker().killContainerCmd(name).exec();
        // As every look at it does; the first ones may only be early.
        eventually(() -> {
            ends.look(DockerPlans.seen(docker().inspectContainerCmd(name).exec()));
            return told.isDone();
        });
        eventually(this::isExpected);
        docker().startContainerCmd(name).exec();
        docker().killContainerCmd(name).exec();
        await(ends.of(name).orElseThrow());
    }

    @Test
    void anEndFromBeforeItWasExpectedSaysNothingOfTheStream() {
        ends.forget(name);
        docker().startContainerCmd(name).exec();
        docker().killContainerCmd(name).exec();
        var seen = DockerPlans.seen(docker().inspectContainerCmd(name).exec());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        assertThat(ends.expect(name)).isTrue();
        var told = ends.of(name).orElseThrow().subscribe().asCompletionStage();
        ends.look(asOf(seen, seen.finishedAt().minusSeconds(60)));
        assertThat(told).isNotDone();
    }

    private static EngineContainer asOf(EngineContainer it, Instant finishedAt) {
        return new EngineContainer(
                it.id(),
                it.name(),
                it.phase(),
                it.exitCode(),
                it.outOfMemory(),
                it.createdAt(),
                it.startedAt(),
                finishedAt,
                it.labels(),
                it.paused());
    }

    @Test
    void whoGivesUpLeavesNothingBehind() {
        for (int i = 0; i < 1_000; i++) {
            ends.of(name).orElseThrow().subscribe().with(_ -> {}).cancel();
        }
        assertThat(ends.waiting(name)).isZero();
    }

    @Test
    void whoWaitsForWhatNobodyWantsAnyMoreIsLetGo() {
        var told = ends.of(name).orElseThrow().subscribe().asCompletionStage();
        ends.forget(name);
        assertThat(told).isDone();
        assertThat(ends.of(name)).isEmpty();
    }

    private boolean isExpected() {
        return ends.expect(name);
    }

    private DockerClient docker() {
        return direct.calls();
    }

    private static void await(Uni<Void> end) {
        end.await().atMost(SOON);
    }

    private static void eventually(BooleanSupplier isTrue) {
        var until = System.nanoTime() + SOON.toNanos();
        while (!isTrue.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
