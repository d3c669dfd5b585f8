package dev.slipway.auth;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that settings name before the test's own servers run. */
public final class TestPorts {
    /** Below those the system gives to connections, one of which could else take the port before its server does. */
    private static final int LOWEST = 21_000;

    private static final int HIGHEST = 31_000;

    private TestPorts() {}

    /** A free port, remembered where every class loader of this process finds it. */
    public static int of(String property) {
        while (System.getProperty(property) == null) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port)) {
                System.setProperty(property, Integer.toString(socket.getLocalPort()));
            } catch (IOException e) {
                // Somebody's; the next one.
            }
        }
        return Integer.getInteger(property);
    }
}
