package dev.slipway.auth.audit;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Where the request at hand came from. It travels with the request's context, so that use cases need not carry it. */
public class Origin {
    private static final String ADDRESS = "slipway.origin";
    private static final int LONGEST = 64;

    void register(@Observes Filters filters) {
        filters.register(Origin::remember, 900);
    }

    private static void remember(RoutingContext request) {
        if (VertxContext.isDuplicatedContext(Vertx.currentContext())) {
            ContextLocals.put(ADDRESS, addressOf(request));
        }
        request.next();
    }

    /** The address of who asked; empty outside of a request. */
    public static String current() {
        var context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context) ? ContextLocals.get(ADDRESS, "") : "";
    }

    /** The gateway replaces this header by the address it sees. */
    private static String addressOf(RoutingContext request) {
        var forwarded = request.request().getHeader("X-Forwarded-For");
        var address = forwarded != null
                ? forwarded.substring(forwarded.lastIndexOf(',') + 1).strip()
                : request.request().remoteAddress().hostAddress();
        return address == null || !address.matches("[0-9a-fA-F.:]{2," + LONGEST + "}") ? "" : address;
    }
}
