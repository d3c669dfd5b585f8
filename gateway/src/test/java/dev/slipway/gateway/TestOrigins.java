package dev.slipway.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** auth, runner and storage answer by path, task refuses and closes, node is dead. A service may be silent for four seconds. */
public class TestOrigins implements QuarkusTestResourceLifecycleManager {
    private @Nullable OriginServer origin;
    private @Nullable ClosingServer closing;

    @Override
    public Map<String, String> start() {
        try {
            origin = new OriginServer();
            closing = new ClosingServer();
            var open = url(origin.start());
            return Map.of(
                    "SLIPWAY_AUTH_URL",
                    open,
                    "SLIPWAY_RUNNER_URL",
                    open,
                    "SLIPWAY_STORAGE_URL",
                    open,
                    "SLIPWAY_TASK_URL",
                    url(closing.start()),
                    "SLIPWAY_NODE_URL",
                    url(deadPort()),
                    "slipway.gateway.silence",
                    "4s",
                    "slipway.gateway.max-body",
                    "1073741824");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (origin != null && closing != null) {
                origin.stop();
                closing.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int deadPort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
