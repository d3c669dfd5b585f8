package dev.slipway.node.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.DeviceRequest;
import dev.slipway.node.container.StorageStandIn;
import dev.slipway.node.engine.ContainerPlan.Bind;
import dev.slipway.node.engine.EngineContainer.Phase;
import dev.slipway.platform.reactive.Blocking;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container engine promises, on a real Docker engine. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class DockerEngineTest {
    private static final String LABEL = "slipway.enginetest";

    @Inject
    ContainerEngine engine;

    @Inject
    DockerClients clients;

    @Inject
    Blocking blocking;

    @Inject
    KnownImages images;

    @TempDir
    Path folder;

    private final String name = "enginetest-" + UUID.randomUUID();
    private List<ContainerPlan.Port> ports = List.of();

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @AfterEach
    void remove() {
        await(engine.remove(name));
    }

    @Test
    void aContainerLivesAndIsGone() {
        await(engine.ping());
        var id = await(engine.create(plan("exit 7")));
        assertThat(await(engine.find(name)).orElseThrow().phase()).isEqualTo(Phase.CREATED);
        await(engine.start(name));
        await(engine.awaitExit(name));
        // What has ended is not waited for, nor what the engine does not know.
        await(engine.awaitExit(name));
        await(engine.awaitExit("no-such-container"));
        var end = await(engine.find(name)).orElseThrow();
        assertThat(end.id()).isEqualTo(id);
        assertThat(end.phase()).isEqualTo(Phase.EXITED);
        assertThat(end.exitCode()).isEqualTo(7);
        // Not in this order: the engine has been seen to say that a short run ended before it began.
        assertThat(end.startedAt()).isAfter(Instant.EPOCH);
        assertThat(end.finishedAt()).isAfter(Instant.EPOCH);
        assertThat(await(engine.list(LABEL, name)))
                .extracting(EngineContainer::name)
                .containsExactly(name);
        await(engine.remove(name));
        assertThat(await(engine.find(name))).isEmpty();
        await(engine.remove(name));
        await(engine.stop(name, Duration.ofSeconds(1)));
    }

    @Test
    void anEndIsWaitedForByItselfWhileNoneAreTold() {
        var unheard = new DockerEngine(clients, blocking, images, new Ends(clients));
        await(unheard.create(plan("sleep 1000")));
        await(unheard.start(name));
        var end = unheard.awaitExit(name).subscribe().asCompletionStage();
        assertThat(await(unheard.find(name)).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
        assertThat(end).isNotDone();
        await(unheard.stop(name, Duration.ZERO));
        await(Uni.createFrom().completionStage(end));
        assertThat(await(unheard.find(name)).orElseThrow().phase()).isEqualTo(Phase.EXITED);
        await(unheard.awaitExit(name));
    }

    @Test
    void aNameIsTakenOnce() {
        await(engine.create(plan("true")));
        assertThatThrownBy(() -> await(engine.create(plan("true"))))
                .isInstanceOfSatisfying(
                        EngineRefusal.class, it -> assertThat(it.kind()).isEqualTo(EngineRefusal.Kind.CONFLICT));
    }

    @Test
    void everyByteOfBothStreamsIsTold() throws IOException {
        var bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve("bytes"), bytes);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        await(engine.create(plan("cat /data/bytes; printf err >&2")));
        await(engine.start(name));
        var followed = logs(true);
        await(engine.awaitExit(name));
        var whole = logs(false);
        assertThat(whole.out().toByteArray()).isEqualTo(bytes);
        assertThat(whole.err()).isEqualTo("err");
        // The engine may end it before the last words: whoever follows reads again at the end.
        assertThat(followed.out().toByteArray())
                .isNotEmpty()
                .isEqualTo(Arrays.copyOf(bytes, followed.out().size()));
    }

    private Told logs(boolean follow) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        await(engine.logs(
                name, follow, (channel, piece) -> (channel == LogSink.Channel.STDOUT ? out : err).write(piece)));
        return new Told(out, err.toString(UTF_8));
    }

    private record Told(ByteArrayOutputStream out, String err) {}

    @Test
    void limitsAndTheAccountAreReal() {
        await(engine.create(plan("id -u; id -G; cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat"
                + " /sys/fs/cgroup/memory.max; grep -c 'NoNewPrivs:.1' /proc/self/status")));
        await(engine.start(name));
        await(engine.awaitExit(name));
        var out = new ByteArrayOutputStream();
        await(engine.logs(name, false, (_, piece) -> out.write(piece)));
        assertThat(out.toString(UTF_8).lines()).containsExactly("4711", "4711 5000", "67108864", "1");
    }

    @Test
    void processorsAreALimitOfTheContainersGroup() {
        await(engine.create(plan("if [ -e /sys/fs/cgroup/cpu.max ]; then cat /sys/fs/cgroup/cpu.max; else"
                + " cd /sys/fs/cgroup/cpu; echo $(cat cpu.cfs_quota_us) $(cat cpu.cfs_period_us); fi")));
        await(engine.start(name));
        await(engine.awaitExit(name));
        var out = new ByteArrayOutputStream();
        await(engine.logs(name, false, (_, piece) -> out.write(piece)));
        var limit = out.toString(UTF_8).strip().split(" ");
        assertThat(Long.parseLong(limit[0])).isEqualTo(Long.parseLong(limit[1]));
    }

    @Test
    void tooMuchMemoryIsKilledAndSaidSo() {
        await(engine.create(plan("x=$(head -c 200000000 /dev/zero | tr '\\0' a); echo ${#x}")));
        await(engine.start(name));
        await(engine.awaitExit(name));
        assertThat(await(engine.find(name)).orElseThrow().outOfMemory()).isTrue();
    }

    @Test
    void whatIsPausedStandsStillUntilItIsResumedOrStopped() {
        await(engine.create(plan("while :; do date +%s%N; sleep 0.05; done")));
        assertThatThrownBy(() -> await(engine.pause(name))).isInstanceOf(EngineRefusal.class);
        await(engine.start(name));
        for (int i = 0; i < 2; i++) {
            await(engine.pause(name));
            assertThat(await(engine.find(name)).orElseThrow().paused()).isTrue();
        }
        assertThat(await(engine.find(name)).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
        for (int i = 0; i < 2; i++) {
            await(engine.resume(name));
            assertThat(await(engine.find(name)).orElseThrow().paused()).isFalse();
        }
        await(engine.pause(name));
        await(engine.stop(name, Duration.ofSeconds(1)));
        assertThat(await(engine.find(name)).orElseThrow().phase()).isEqualTo(Phase.EXITED);
        assertThatThrownBy(() -> await(engine.resume(name))).isInstanceOf(EngineRefusal.class);
    }

    @Test
    void aPortOfTheHostLeadsIntoTheContainer() throws IOException {
        int host;
        try (var free = new ServerSocket(0)) {
            host = free.getLocalPort();
        }
        ports = List.of(new ContainerPlan.Port(host, 8080));
        await(engine.create(plan("sleep 1000")));
        await(engine.start(name));
        // The engine answers there; nobody listens inside.
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), host)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void oneMoreProcessHasItsOwnStreamsAndCode() {
        await(engine.create(plan("sleep 1000")));
        await(engine.start(name));
        var plan = new ExecPlan(
                List.of("/bin/sh", "-c", "read line; echo \"got $line $X\"; id -u; echo err >&2; exit 7"),
                "4711:4711",
                "/",
                Map.of("X", "y"),
                false);
        var exec = await(engine.exec(name, plan));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        await(engine.attach(
                exec,
                plan,
                new ByteArrayInputStream("hello\n".getBytes(UTF_8)),
                (channel, piece) -> (channel == LogSink.Channel.STDERR ? err : out).write(piece)));
        assertThat(out.toString(UTF_8)).isEqualTo("got hello y\n4711\n");
        assertThat(err.toString(UTF_8)).isEqualTo("err\n");
        assertThat(await(engine.execCode(exec))).isEqualTo(7);
    }

    @Test
    void aStopKillsWhatDoesNotListen() {
        await(engine.create(plan("sleep 1000")));
        await(engine.start(name));
        await(engine.stop(name, Duration.ofSeconds(1)));
        assertThat(await(engine.find(name)).orElseThrow().exitCode()).isEqualTo(137);
    }

    @Test
    void whatItRefusesIsSaidInItsWords() {
        assertThatThrownBy(() -> await(engine.start(name))).isInstanceOfSatisfying(EngineRefusal.class, it -> {
            assertThat(it.kind()).isEqualTo(EngineRefusal.Kind.NOT_FOUND);
            assertThat(it.text()).isEqualTo("No such container: " + name);
        });
        assertThatThrownBy(() -> await(engine.ensureImage("no.such.host.invalid/x:1", Duration.ofSeconds(60))))
                .isInstanceOf(EngineRefusal.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsGivenUpInTime() throws IOException {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var image = "127.0.0.1:%d/x:1".formatted(mute.getLocalPort());
            assertThatThrownBy(() -> await(engine.ensureImage(image, Duration.ofSeconds(1))))
                    .isInstanceOfSatisfying(EngineRefusal.class, it -> {
                        assertThat(it.kind()).isEqualTo(EngineRefusal.Kind.OTHER);
                        assertThat(it.text()).isEqualTo("Image %s could not be pulled within 1 s".formatted(image));
                    });
        }
    }

    @Test
    void aRegistryThatIsNotThereIsNoFaultOfTheEngine() throws IOException {
        int closed;
        try (var free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        assertThatThrownBy(
                        () -> await(engine.ensureImage("127.0.0.1:%d/x:1".formatted(closed), Duration.ofSeconds(30))))
                .isInstanceOfSatisfying(EngineRefusal.class, it -> {
                    assertThat(it.kind()).isEqualTo(EngineRefusal.Kind.OTHER);
                    assertThat(it.text()).contains("connection refused");
                });
    }

    @Test
    void filesOfAnImageAreReadWithoutRunningIt() {
        var id = await(engine.ensureImage("slipway/base:latest", Duration.ofSeconds(60)));
        var files = await(engine.readImage(id, List.of("/etc/passwd", "/no/such"), Map.of(LABEL, name)));
        assertThat(files).containsOnlyKeys("/etc/passwd");
        assertThat(new String(files.get("/etc/passwd"), UTF_8)).startsWith("root:");
        assertThat(await(engine.list(LABEL, name))).isEmpty();
    }

    /** None is here to run it: the engine only keeps what it is asked for. */
    @Test
    void itsDevicesAreAskedForByNumberOrTheirCount() {
        await(engine.create(plan("true", 2, List.of(0, 2))));
        assertThat(devices().getDeviceIds()).containsExactly("0", "2");
        assertThat(devices().getCount()).isZero();
        assertThat(devices().getCapabilities()).containsExactly(List.of("gpu"));
        assertThatThrownBy(() -> await(engine.start(name)))
                .isInstanceOfSatisfying(
                        EngineRefusal.class, it -> assertThat(it.text()).contains("device driver"));
        await(engine.remove(name));
        await(engine.create(plan("true", 2, List.of())));
        assertThat(devices().getDeviceIds()).isNullOrEmpty();
        assertThat(devices().getCount()).isEqualTo(2);
    }

    private DeviceRequest devices() {
        var host = clients.calls().inspectContainerCmd(name).exec().getHostConfig();
        return host.getDeviceRequests().getFirst();
    }

    private ContainerPlan plan(String script) {
        return plan(script, 0, List.of());
    }

    private ContainerPlan plan(String script, int gpus, List<Integer> devices) {
        return new ContainerPlan(
                name,
                "slipway/base:latest",
                List.of("/bin/sh", "-c", script),
                "/",
                "4711:4711",
                List.of(5000),
                Map.of(),
                1_000_000_000L,
                64L << 20,
                100,
                gpus,
                devices,
                true,
                List.of(new Bind(folder.toString(), "/data", true)),
                Map.of(LABEL, name),
                ports);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
