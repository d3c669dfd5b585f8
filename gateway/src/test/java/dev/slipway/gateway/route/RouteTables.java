package dev.slipway.gateway.route;

import java.util.Map;

/** Route tables for the tests of other packages. */
public final class RouteTables {
    private RouteTables() {}

    public static RouteTable of(Map<String, Service> routes) {
        return new RouteTable(routes);
    }
}
