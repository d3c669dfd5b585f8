package dev.slipway.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service that reads the head of a request, answers 413 and closes with the body unread, so that the sender gets a reset. */
final class ClosingServer {
    private static final byte[] ANSWER = """
            HTTP/1.1 413 Request Entity Too Large\r
            Content-Type: application/json; charset=UTF-8\r
            Connection: close\r
            Content-Length: 29\r
            \r
            {"msg":"too large","id":null}""".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ClosingServer() throws IOException {}

    int start() {
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                serve();
            }
        });
        return socket.getLocalPort();
    }

    void stop() throws IOException {
        socket.close();
    }

    private void serve() {
        try (Socket connection = socket.accept()) {
            var in = connection.getInputStream();
            int ends = 0;
            for (int now = in.read(); now >= 0 && ends < 4; now = ends < 4 ? in.read() : now) {
                ends = now == '\r' || now == '\n' ? ends + 1 : 0;
            }
            connection.getOutputStream().write(ANSWER);
        } catch (IOException e) {
            // The caller left, or the test ended.
        }
    }
}
