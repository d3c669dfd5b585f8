package dev.slipway.gateway.route;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.web.LoggedPath;
import dev.slipway.platform.web.RequestIds;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Sees every request first: passes on what another service answers, lets through what is ours, refuses the rest. */
@Singleton
class Entrance {
    private static final Logger LOG = Logger.getLogger(Entrance.class);
    /** Before everything else that looks at a request, {@code RequestGate} of the platform at 1000 among it. */
    private static final int FIRST = 2000;

    private final RouteTable routes;
    private final Origins origins;
    private final Lanes lanes;
    private final Traffic traffic;
    private final GatewayConfig config;
    private final Vertx vertx;

    Entrance(RouteTable routes, Origins origins, Lanes lanes, Traffic traffic, GatewayConfig config, Vertx vertx) {
        this.routes = routes;
        this.origins = origins;
        this.lanes = lanes;
        this.traffic = traffic;
        this.config = config;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    private void enter(RoutingContext context) {
        var sent = Objects.requireNonNullElse(context.request().path(), "");
        try {
            var path = RequestPath.read(sent);
            var service = routes.find(path.plain())
                    .orElseThrow(() -> new Failure(Failure.Kind.NOT_FOUND, "route.not_found", "No such path"));
            if (service == Service.GATEWAY) {
                context.next();
            } else {
                pass(context, path, origins.of(service));
            }
        } catch (Failure failure) {
            LOG.debugf(
                    "refused method=%s path=%s reason=%s",
                    context.request().method(), LoggedPath.of(sent), failure.reason());
            refuse(context, RequestPath.collapse(sent), failure);
        }
    }

    private void refuse(RoutingContext context, String path, Failure failure) {
        Refusal.send(vertx, context.request(), path, RequestIds.of(context), failure);
    }

    private void pass(RoutingContext context, RequestPath path, Origin origin) {
        var query = context.request().query();
        var uri = query == null ? path.text() : path.text() + "?" + query;
        var call = new Call(context.request(), origin, path.plain(), uri, RequestIds.of(context));
        new Exchange(vertx, lanes.here(), call, traffic, config.maxBody()).begin();
    }
}
