package dev.slipway.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** The only address anything here listens on. */
final class Loopback {
    static final String ADDRESS = "127.0.0.1";

    private Loopback() {}

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port);
    }

    static boolean answers(int port, Duration patience) {
        try (var socket = new Socket()) {
            socket.connect(at(port), (int) patience.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The servers' own words for a taken port are a page long, and one of them halts the process. */
    static void requireFree(int port, String what, String setting) {
        try (var socket = new ServerSocket()) {
            // As the servers do: connections of a previous run that linger in TIME_WAIT are no hindrance.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
        } catch (IOException _) {
            throw new BadSetting("Port %d for %s is held by another process; free it, or set %s to another port"
                    .formatted(port, what, setting));
        }
    }
}
