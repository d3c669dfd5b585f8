package dev.slipway.gateway.route;

import io.vertx.core.http.HttpServerRequest;

/**
 * A request that is passed on.
 *
 * @param path the path, for the dialect of our own refusals
 * @param uri path and query as they are sent on
 */
record Call(HttpServerRequest caller, Origin origin, String path, String uri, String requestId) {}
