package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.job.ImageAccounts;
import dev.slipway.node.job.Jobs;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Failed;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Contract;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of a node's four GPUs are whose. The engine here has none: what holds some waits for an image that never comes. */
@QuarkusTest
@TestProfile(GivenDevicesTest.Four.class)
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class GivenDevicesTest {
    /** Keeping files is one lane, which can be held up, and is not told of meanwhile. */
    public static class Four implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.node.hardware.gpus", "4",
                    "slipway.node.container.ending", "1",
                    "slipway.node.container.tell-after", "1h",
                    "slipway.node.container.pull", "10m");
        }
    }

    @Inject
    NodeName node;

    @Inject
    Containers containers;

    @Inject
    ContainerCommands commands;

    @Inject
    ContainerRepository repository;

    @Inject
    ContainerEngine engine;

    @Inject
    Jobs jobs;

    @Inject
    Labels labels;

    @Inject
    Lanes lanes;

    private final List<Attempt> waiting = new ArrayList<>();
    /** A registry that takes calls and answers none. */
    private ServerSocket registry;

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @BeforeEach
    void open() throws IOException {
        registry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        List.copyOf(waiting).forEach(this::end);
        registry.close();
    }

    @Test
    void whoAreTakenTogetherHaveDevicesOfTheirOwnAndKeepThem() throws Exception {
        var all = Stream.generate(this::next).limit(4).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taking =
                    all.stream().<Callable<Void>>map(it -> () -> take(it, 1)).toList();
            for (var taken : threads.invokeAll(taking)) {
                taken.get();
            }
        }
        var given = all.stream().map(this::given).toList();
        assertThat(given).containsExactlyInAnyOrder(List.of(0), List.of(1), List.of(2), List.of(3));
        all.forEach(it -> take(it, 1));
        assertThat(all.stream().map(this::given)).containsExactlyElementsOf(given);
        // None is free: that is no reason to fail it.
        var fifth = next();
        take(fifth, 2);
        assertThat(given(fifth)).containsExactly(0, 1);
        end(fifth);
        end(all.get(2));
        var after = next();
        take(after, 1);
        assertThat(given(after)).isEqualTo(given.get(2));
    }

    @Test
    void whatAnEarlierProcessGaveIsHeldUntilTheEndOfTheProcess() throws Exception {
        var running = running(List.of(1));
        // Taken before devices had numbers: the engine gives it the first.
        var old = next();
        insert(Container.accepted(old.command(spec(1)), Samples.JOB, Instant.now()));
        await(containers.takeUp());
        var two = next();
        take(two, 2);
        assertThat(given(two)).containsExactly(2, 3);
        assertThat(tracked(running).devices()).containsExactly(1);

        var keeping = new CompletableFuture<Void>();
        lanes.ending(() -> Uni.createFrom().completionStage(keeping))
                .subscribe()
                .with(_ -> {});
        Files.createFile(jobs.of(running.owner(), Samples.spec("")).task().resolve("go"));
        Attempt.eventually(() -> tracked(running).devices().isEmpty());
        assertThat(tracked(running).state()).isInstanceOf(ContainerState.Running.class);
        var next = next();
        take(next, 1);
        assertThat(given(next)).containsExactly(1);
        keeping.complete(null);
        assertThat(running.await(Collected.class).exitCode()).isZero();
    }

    @Test
    void whatTheEngineCannotGiveIsTheReason() {
        var it = new Attempt(node.get());
        Kafka.publish(it.command(Samples.withGpus(1)));
        assertThat(it.await(Failed.class).reason()).contains("device driver");
        var more = new Attempt(node.get());
        Kafka.publish(more.command(Samples.withGpus(5)));
        assertThat(more.await(Failed.class).reason()).contains("device driver");
    }

    private void end(Attempt it) {
        it.stop();
        it.await(Failed.class);
        waiting.remove(it);
    }

    /** One that runs with these, as its document says. */
    private Attempt running(List<Integer> devices) {
        var it = new Attempt(node.get());
        var spec = Samples.spec("while [ ! -e go ]; do sleep 0.1; done");
        var plain = Container.accepted(it.command(spec), Samples.JOB, Instant.now());
        var job = await(jobs.prepare(it.owner(), 1, spec, new ImageAccounts("", ""), Blueprint.MOUNT));
        var name = labels.engineName(it.name());
        await(engine.create(Blueprint.of(name, plain, spec, job, List.of(), labels.of(plain), 1, 100)));
        await(engine.start(name));
        insert(Container.accepted(it.command(Samples.withGpus(devices.size())), Samples.JOB, Instant.now())
                .holding(devices)
                .started("e", Samples.JOB, Instant.now()));
        return it;
    }

    private Attempt next() {
        var it = new Attempt(node.get());
        waiting.add(it);
        return it;
    }

    private Void take(Attempt it, int gpus) {
        return await(commands.on(Contract.write(it.command(spec(gpus)))));
    }

    private ContainerSpec spec(int gpus) {
        return Samples.withGpus(gpus, "127.0.0.1:%d/never:1".formatted(registry.getLocalPort()));
    }

    private void insert(Container container) {
        assertThat(await(repository.insert(container))).isTrue();
    }

    /** As another process would find it. */
    private List<Integer> given(Attempt it) {
        return await(repository.unfinished(node.get())).stream()
                .map(ContainerRepository.Kept::container)
                .filter(kept -> kept.name().equals(it.name()))
                .findAny()
                .orElseThrow()
                .given();
    }

    private Tracked tracked(Attempt it) {
        return await(containers.live()).stream()
                .filter(known -> known.name().equals(it.name()))
                .findAny()
                .orElseThrow();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
