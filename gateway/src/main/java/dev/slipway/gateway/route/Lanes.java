package dev.slipway.gateway.route;

import io.netty.util.concurrent.FastThreadLocal;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The lanes, one for each event loop: a client shared by all loops would cost a lock and a change of thread per request. */
@Singleton
class Lanes {
    private static final int CHUNK = 64 * 1024;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Queue<HttpClient> clients = new ConcurrentLinkedQueue<>();
    private final FastThreadLocal<Lane> lanes = new FastThreadLocal<>() {
        @Override
        protected Lane initialValue() {
            return make();
        }
    };

    Lanes(Vertx vertx, GatewayConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** The lane of the event loop that asks. */
    Lane here() {
        return lanes.get();
    }

    private Lane make() {
        var client = vertx.httpClientBuilder()
                .with(options())
                .withConnectHandler(Lanes::hearTheLastWord)
                .build();
        clients.add(client);
        var ticks = Ticks.in(config.silence());
        var lane = new Lane(client, ticks.patience());
        vertx.setPeriodic(ticks.millis(), _ -> lane.tick());
        return lane;
    }

    private HttpClientOptions options() {
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setPipelining(false)
                .setMaxPoolSize(config.connections())
                .setConnectTimeout((int) config.connect().toMillis())
                .setDecompressionSupported(false)
                .setMaxHeaderSize(CHUNK)
                .setMaxChunkSize(CHUNK);
        options.setTcpNoDelay(true);
        return options;
    }

    /**
     * A service that refuses a large body answers and closes before it has read it. Our next write then fails, and by
     * default that closes the channel with the answer still unread in it. This way only the write fails.
     */
    private static void hearTheLastWord(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setAutoClose(false);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        clients.forEach(HttpClient::close);
    }
}
