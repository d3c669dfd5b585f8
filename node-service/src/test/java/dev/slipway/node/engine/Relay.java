package dev.slipway.node.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between a client and the real engine, and can be a bad line. */
final class Relay implements Closeable {
    private static final Path ENGINE = Path.of("/var/run/docker.sock");

    private final ServerSocketChannel door;
    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    private Relay(ServerSocketChannel door) {
        this.door = door;
    }

    private static final class Line {
        private final SocketChannel client;
        private final SocketChannel engine;
        private volatile boolean mute;

        private Line(SocketChannel client, SocketChannel engine) {
            this.client = client;
            this.engine = engine;
        }

        private void copy(SocketChannel from, SocketChannel to) {
            try (from;
                    to) {
                var piece = ByteBuffer.allocate(1 << 16);
                while (from.read(piece.clear()) >= 0) {
                    piece.flip();
                    while (!mute && piece.hasRemaining()) {
                        to.write(piece);
                    }
                }
            } catch (IOException e) {
                // One of them has gone; the other one goes, too.
            }
        }
    }

    static Relay at(Path socket) throws IOException {
        var relay = new Relay(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)));
        Thread.startVirtualThread(relay::letIn);
        return relay;
    }

    private void letIn() {
        try {
            while (true) {
                var client = door.accept();
                var line = new Line(client, SocketChannel.open(UnixDomainSocketAddress.of(ENGINE)));
                lines.add(line);
                Thread.startVirtualThread(() -> line.copy(line.client, line.engine));
                Thread.startVirtualThread(() -> line.copy(line.engine, line.client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Ends all connections there are. */
    void cut() throws IOException {
        for (var line = lines.poll(); line != null; line = lines.poll()) {
            line.client.close();
            line.engine.close();
        }
    }

    /** Lets nothing through on the connections there are, which stay open. */
    void mute() {
        lines.forEach(it -> it.mute = true);
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
