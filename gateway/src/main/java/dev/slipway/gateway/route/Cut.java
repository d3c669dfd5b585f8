package dev.slipway.gateway.route;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends a connection in the middle of a message. Vert.x' own {@code close} waits until everything written was taken, which
 * may be never when the other side has stopped reading; the bytes would be kept as long.
 */
final class Cut {
    private Cut() {}

    /** Closes; the other side still gets what is on its way. To be called on the connection's event loop. */
    static void off(HttpConnection connection) {
        close(connection, false);
    }

    /** Closes and forgets also what the system still holds for the other side. On the connection's event loop as well. */
    static void reset(HttpConnection connection) {
        close(connection, true);
    }

    private static void close(HttpConnection connection, boolean forget) {
        if (!(connection instanceof ConnectionBase base)) {
            connection.close();
            return;
        }
        var channel = base.channel();
        var first = channel.pipeline().firstContext();
        if (channel.isActive() && first != null) {
            if (forget) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            }
            var _ = first.close();
        }
    }
}
