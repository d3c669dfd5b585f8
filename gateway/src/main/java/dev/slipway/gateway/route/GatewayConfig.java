package dev.slipway.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** What goes where, and how long and how much of it. */
@ConfigMapping(prefix = "slipway.gateway")
public interface GatewayConfig {
    /** Path pattern to service; see {@link RouteTable}. */
    Map<String, Service> routes();

    /** How long a service may neither send a byte nor take one; the caller gets 504. */
    @WithDefault("60s")
    Duration silence();

    /** How long a connection to a service may take to open; the caller gets 502. */
    @WithDefault("3s")
    Duration connect();

    /** Bytes of the largest request body passed on, whatever the service would take. */
    @WithDefault("10737418240")
    long maxBody();

    /** Connections to each service that one event loop may hold; log followers keep one each. */
    @WithDefault("2048")
    int connections();
}
