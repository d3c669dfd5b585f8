package dev.slipway.node.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.LogSink;
import dev.slipway.node.engine.LogSink.Channel;
import dev.slipway.node.job.Jobs;
import dev.slipway.node.job.LogFiles;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.reactive.Blocking;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the engine's streams may do to a reader that the real engine does too rarely to be waited for. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class LogTailTest {
    @Inject
    Jobs jobs;

    @Inject
    Blocking blocking;

    @Inject
    StorageClient storage;

    @Inject
    ContainerConfig config;

    @Test
    void whatAFollowerMissedAtTheEndIsReadAgain() throws IOException {
        var told = new AtomicBoolean();
        var start = start("tail-early");
        var tail = tail(start, engine(Uni.createFrom().voidItem(), told));
        tail.begin(Duration.ofMillis(1));
        await().untilTrue(told);
        tail.finish().await().atMost(Duration.ofSeconds(20));
        assertThat(text(start)).isEqualTo("first last");
    }

    @Test
    void aFollowerThatStandsStillIsGivenUpAndTheRestIsRead() throws IOException {
        var told = new AtomicBoolean();
        var start = start("tail-still");
        var tail = tail(start, engine(Uni.createFrom().nothing(), told));
        tail.begin(Duration.ofMillis(1));
        await().untilTrue(told);
        tail.finish().await().atMost(Duration.ofSeconds(30));
        assertThat(text(start)).isEqualTo("first last");
    }

    /** Of no task: nothing of it is shipped. */
    private static Start start(String id) {
        var owner = new Owner("probe", id, "alice", "default");
        return new Start(id, "n1", owner, 1, Samples.spec("true"), Instant.now());
    }

    private LogTail tail(Start start, ContainerEngine engine) throws IOException {
        var job = jobs.of(start.owner(), start.spec());
        var container = Container.accepted(start, job, Instant.now());
        return new LogTail(
                engine, blocking, start.container(), job, new LogShipper(storage, blocking, config, container, job));
    }

    private String text(Start start) throws IOException {
        var job = jobs.of(start.owner(), start.spec());
        return new String(LogFiles.read(job, Channel.STDOUT, 0, 1000), UTF_8);
    }

    /** Whoever follows is told the first half only, and then {@code after}; whoever reads at the end is told all. */
    private static ContainerEngine engine(Uni<Void> after, AtomicBoolean told) {
        return (ContainerEngine) Proxy.newProxyInstance(
                ContainerEngine.class.getClassLoader(), new Class<?>[] {ContainerEngine.class}, (_, method, given) -> {
                    assertThat(method.getName()).isEqualTo("logs");
                    var follow = (boolean) given[1];
                    var sink = (LogSink) given[2];
                    return Uni.createFrom().deferred(() -> {
                        tell(sink, follow ? "first" : "first last");
                        told.set(true);
                        return follow ? after : Uni.createFrom().voidItem();
                    });
                });
    }

    private static void tell(LogSink sink, String text) {
        try {
            sink.take(Channel.STDOUT, text.getBytes(UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
