package dev.slipway.task;

import static org.awaitility.Awaitility.await;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Preparing;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.platform.contract.Owner;
import dev.slipway.testkit.Kafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plays a node: says it is there, reads its commands and tells what becomes of its containers. */
public final class TestNode {
    private static final String DIRECTORY = "/srv/jobs/tasks/pairtree_root/";
    private static final Gear BARE = new Gear(0, 0, Map.of(), Duration.ofSeconds(1));

    private final String name;
    private final Gear gear;
    /** When the containers it started began: every word about one says the same. */
    private final Map<String, Instant> begun = new ConcurrentHashMap<>();

    /** What it has beside processors and memory, and how often it says so. */
    private record Gear(int ports, int gpus, Map<String, String> labels, Duration beat) {}

    public TestNode(String name) {
        this(name, BARE);
    }

    /** One that opens so many ports, from 10000 on. */
    public TestNode(String name, int ports) {
        this(name, new Gear(ports, BARE.gpus, BARE.labels, BARE.beat));
    }

    private TestNode(String name, Gear gear) {
        this.name = name;
        this.gear = gear;
    }

    /** The same with so many devices. */
    public TestNode withGpus(int gpus) {
        return new TestNode(name, new Gear(gear.ports, gpus, gear.labels, gear.beat));
    }

    /** The same, found by this label. */
    public TestNode labelled(String label, String value) {
        return new TestNode(name, new Gear(gear.ports, gear.gpus, Map.of(label, value), gear.beat));
    }

    /** The same that says more rarely, or more often, that it is there; who is silent for 15 s gets no work. */
    public TestNode beatingEvery(Duration beat) {
        return new TestNode(name, new Gear(gear.ports, gear.gpus, gear.labels, beat));
    }

    /** It has room; said again every second, or as it is made to, as long as {@code work} runs. */
    public void serving(int cpus, int gigabytes, Runnable work) {
        var beats = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                beat(cpus, gigabytes, true);
                try {
                    Thread.sleep(gear.beat);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        try {
            work.run();
        } finally {
            beats.interrupt();
            joined(beats);
            beat(cpus, gigabytes, false);
        }
    }

    private static void joined(Thread beats) {
        try {
            beats.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(int cpus, int gigabytes, boolean accepting) {
        Kafka.publish(new NodeEvent.Heartbeat(
                name,
                "http://127.0.0.1:1",
                cpus,
                (long) gigabytes << 30,
                gear.gpus,
                accepting,
                gear.labels,
                Instant.now(),
                10_000,
                gear.ports,
                gear.gpus > 0 ? List.of("pause", "interactive", "gpus") : List.of("pause", "interactive"),
                "host-of-" + name));
    }

    public void inventory(List<String> containers, Instant at) {
        Kafka.publish(new NodeEvent.Inventory(name, containers, at));
    }

    /** The command to start the first attempt of this task. */
    public ContainerCommand.Start start(long task) {
        return (ContainerCommand.Start) command(task, ContainerCommand.Start.class);
    }

    public ContainerCommand.Stop stop(long task) {
        return (ContainerCommand.Stop) command(task, ContainerCommand.Stop.class);
    }

    /** The command to start one attempt. */
    public ContainerCommand.Start start(long task, int attempt) {
        return (ContainerCommand.Start) command(task, attempt, ContainerCommand.Start.class);
    }

    public ContainerCommand.Pause pause(long task) {
        return (ContainerCommand.Pause) command(task, ContainerCommand.Pause.class);
    }

    public ContainerCommand.Resume resume(long task) {
        return (ContainerCommand.Resume) command(task, ContainerCommand.Resume.class);
    }

    private ContainerCommand command(long task, Class<? extends ContainerCommand> kind) {
        return command(task, 1, kind);
    }

    private ContainerCommand command(long task, int attempt, Class<? extends ContainerCommand> kind) {
        return Kafka.await(
                ContainerCommand.TOPIC,
                ContainerCommand.class,
                it -> kind.isInstance(it)
                        && it.node().equals(name)
                        && it.container().equals(task + "-" + attempt));
    }

    public static List<ContainerCommand> commands(long task) {
        return Kafka.all(ContainerCommand.TOPIC, ContainerCommand.class).stream()
                .filter(it -> it.container().startsWith(task + "-"))
                .toList();
    }

    public void preparing(ContainerCommand.Start start) {
        Kafka.publish(new Preparing(
                start.container(),
                start.owner(),
                start.attempt(),
                name,
                directory(start.owner()),
                tmp(start),
                Instant.now()));
    }

    public void started(ContainerCommand.Start start) {
        var at = Instant.now();
        begun.put(start.container(), at);
        Kafka.publish(new Started(
                start.container(),
                start.owner(),
                start.attempt(),
                name,
                "engine-" + start.container(),
                "172.17.0.2",
                directory(start.owner()),
                tmp(start),
                at));
    }

    public void exited(ContainerCommand.Start start, int code, Instant from, Instant to) {
        Kafka.publish(new Exited(start.container(), start.owner(), start.attempt(), name, code, false, from, to));
    }

    public void collected(ContainerCommand.Start start, int code, Instant from, Instant to) {
        collected(start, code, from, to, 42);
    }

    public void collected(ContainerCommand.Start start, int code, Instant from, Instant to, long bytes) {
        Kafka.publish(new Collected(
                start.container(),
                start.owner(),
                start.attempt(),
                name,
                code,
                false,
                "engine-" + start.container(),
                directory(start.owner()),
                tmp(start),
                from,
                to,
                3,
                bytes,
                start.spec().cpus(),
                start.spec().memoryBytes(),
                start.spec().gpus()));
    }

    /** The engine ended it, for it took more memory than it asked for. */
    public void ranOutOfMemory(ContainerCommand.Start start) {
        var to = Instant.now();
        Kafka.publish(new Collected(
                start.container(),
                start.owner(),
                start.attempt(),
                name,
                137,
                true,
                "engine-" + start.container(),
                directory(start.owner()),
                tmp(start),
                to.minusSeconds(1),
                to,
                3,
                42,
                start.spec().cpus(),
                start.spec().memoryBytes(),
                start.spec().gpus()));
    }

    public void failed(ContainerCommand.Start start, String reason) {
        failed(start, reason, false);
    }

    public void failed(ContainerCommand.Start start, String reason, boolean system) {
        Kafka.publish(new ContainerEvent.Failed(
                start.container(), start.owner(), start.attempt(), name, reason, system, false, Instant.now()));
    }

    /** It was away for too long to begin it. */
    public void late(ContainerCommand.Start start) {
        Kafka.publish(new ContainerEvent.Failed(
                start.container(), start.owner(), start.attempt(), name, "too late", true, true, Instant.now()));
    }

    public void lost(ContainerCommand.Start start, String reason) {
        Kafka.publish(new ContainerEvent.Lost(
                start.container(), start.owner(), start.attempt(), name, reason, Instant.now()));
    }

    public void paused(ContainerCommand.Start start) {
        Kafka.publish(
                new ContainerEvent.Paused(start.container(), start.owner(), start.attempt(), name, Instant.now()));
    }

    public void resumed(ContainerCommand.Start start) {
        Kafka.publish(
                new ContainerEvent.Resumed(start.container(), start.owner(), start.attempt(), name, Instant.now()));
    }

    public void pauseRefused(ContainerCommand.Start start) {
        Kafka.publish(new ContainerEvent.PauseRefused(
                start.container(), start.owner(), start.attempt(), name, "cannot", Instant.now()));
    }

    /** Its process began. */
    public void begin(ContainerCommand.Start start) {
        preparing(start);
        started(start);
    }

    /** Its process ended a moment ago. */
    public void end(ContainerCommand.Start start, int code) {
        var to = Instant.now();
        var from = begun.getOrDefault(start.container(), to.minusSeconds(1));
        exited(start, code, from, to);
        collected(start, code, from, to);
    }

    /** The whole life of a container. */
    public void run(ContainerCommand.Start start, int code) {
        begin(start);
        end(start, code);
    }

    public static String directory(Owner owner) {
        return DIRECTORY + owner.id() + "/task";
    }

    /** Its temporary storage, as a node tells it; empty where it asks for none. */
    public static String tmp(ContainerCommand.Start start) {
        return start.spec().tmpBytes() > 0 ? DIRECTORY + start.owner().id() + "/tmp" : "";
    }

    public static void eventually(org.awaitility.core.ThrowingRunnable claim) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(claim);
    }
}
