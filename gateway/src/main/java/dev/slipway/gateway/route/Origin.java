package dev.slipway.gateway.route;

import java.net.URI;

/** Where a service listens. */
public record Origin(Service service, String host, int port) {
    static Origin of(Service service, String url) {
        var address = URI.create(url);
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("Not an http address of %s: %s".formatted(service.title(), url));
        }
        return new Origin(service, address.getHost(), address.getPort() < 0 ? 80 : address.getPort());
    }
}
