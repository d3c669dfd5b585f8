package dev.slipway.node.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls when the engine is another one than a moment ago. */
class DockerClientsTest {
    private static final int AT_ONCE = 8;

    @TempDir
    Path folder;

    @Test
    void theFirstCallAfterARestartOfTheEngineIsHeard() throws Exception {
        var socket = folder.resolve("engine.sock");
        var clients = new DockerClients(new Config("unix://" + socket));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try (var before = Stand.in(socket, AT_ONCE)) {
                threads.invokeAll(Collections.nCopies(AT_ONCE, (Callable<Boolean>) () -> ping(clients)));
                assertThat(before.open()).hasSizeGreaterThan(1);
            }
            try (var _ = Stand.in(socket, 1)) {
                assertThat(ping(clients)).isTrue();
            }
        } finally {
            clients.close();
        }
    }

    private static boolean ping(DockerClients clients) {
        var ping = Uni.createFrom().item(() -> {
            clients.calls().pingCmd().exec();
            return true;
        });
        return clients.untilHeard(ping).await().atMost(Duration.ofSeconds(20));
    }

    record Config(String host) implements EngineConfig {
        @Override
        public int maxConnections() {
            return 20;
        }

        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(10);
        }
    }

    /**
     * Answers OK to whatever it is asked, the first time when so many ask at once, or after a while; keeps connections open until
     * it goes.
     */
    private record Stand(Path socket, ServerSocketChannel door, Queue<SocketChannel> open, CountDownLatch asked)
            implements Closeable {
        private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(US_ASCII);

        static Stand in(Path socket, int atOnce) throws IOException {
            var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
            var stand = new Stand(socket, door, new ConcurrentLinkedQueue<>(), new CountDownLatch(atOnce));
            Thread.startVirtualThread(stand::letIn);
            return stand;
        }

        private void letIn() {
            try {
                while (true) {
                    var connection = door.accept();
                    open.add(connection);
                    Thread.startVirtualThread(() -> answer(connection));
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private void answer(SocketChannel connection) {
            try {
                var request = ByteBuffer.allocate(1 << 16);
                while (connection.read(request.clear()) > 0) {
                    asked.countDown();
                    asked.await(5, TimeUnit.SECONDS);
                    connection.write(ByteBuffer.wrap(OK));
                }
            } catch (IOException | InterruptedException e) {
                // Closed.
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
            for (var connection : open) {
                connection.close();
            }
            Files.delete(socket);
        }
    }
}
