package dev.slipway.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Says exactly what it is told, and hears everything. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(60_000);
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Everything until the server closes. */
    String hearAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Everything until {@code end} was heard. */
    String hearUntil(String end) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(end) < 0) {
            var now = socket.getInputStream().read();
            if (now < 0) {
                throw new IOException("closed after: " + heard);
            }
            heard.append((char) now);
        }
        return heard.toString();
    }

    /** Reads and counts what comes until the server closes. */
    long count() throws IOException {
        var bytes = 0L;
        var buffer = new byte[64 * 1024];
        for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
            bytes += read;
        }
        return bytes;
    }

    /** One request, whose answer ends the connection. */
    static String ask(URI server, String request) throws IOException {
        try (var client = new RawClient(server)) {
            client.say(request);
            return client.hearAll();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
