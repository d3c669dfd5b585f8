package dev.slipway.node.container;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Owner;
import dev.slipway.testkit.Kafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The first attempt of a task nobody else has, seen from the other services. */
final class Attempt {
    private final String node;
    private final String task = Long.toString(ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000));

    Attempt(String node) {
        this.node = node;
    }

    String task() {
        return task;
    }

    String name() {
        return ContainerCommand.nameOf(Samples.owner(task), 1);
    }

    ContainerCommand.Start command(ContainerSpec spec) {
        return Samples.start(node, task, spec);
    }

    /** The same of another account. */
    ContainerCommand.Start command(ContainerSpec spec, String account) {
        var owner = new Owner(Owner.TASK, task, account, "default");
        return new ContainerCommand.Start(name(), node, owner, 1, spec, Instant.now());
    }

    void start(String script) {
        Kafka.publish(command(Samples.spec(script)));
    }

    void stop() {
        Kafka.publish(new ContainerCommand.Stop(name(), node, Samples.owner(task), 1, Instant.now()));
    }

    <E extends ContainerEvent> E await(Class<E> kind) {
        return await(kind, _ -> true);
    }

    <E extends ContainerEvent> E await(Class<E> kind, Predicate<ContainerEvent> fits) {
        return kind.cast(Kafka.await(
                ContainerEvent.TOPIC,
                ContainerEvent.class,
                it -> kind.isInstance(it) && it.container().equals(name()) && fits.test(it)));
    }

    /** What was told, in order. */
    List<Class<?>> kinds() {
        return Kafka.all(ContainerEvent.TOPIC, ContainerEvent.class).stream()
                .filter(it -> it.container().equals(name()))
                .<Class<?>>map(Object::getClass)
                .toList();
    }

    /** A file that was kept. */
    String text(String path) {
        return Storage.text(Storage.file(task, 1, path));
    }

    static void eventually(BooleanSupplier condition) {
        var until = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("not within a minute");
            }
            Thread.onSpinWait();
        }
    }

    /** Its owner, for paths and documents. */
    Owner owner() {
        return Samples.owner(task);
    }
}
