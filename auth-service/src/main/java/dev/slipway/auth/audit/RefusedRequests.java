package dev.slipway.auth.audit;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Whoever is known and may not is written down: what was tried, by whom, from where. Queries and bodies are not. */
class RefusedRequests {
    private static final int FORBIDDEN = 403;

    private final Audit audit;
    private final CurrentIdentityAssociation identity;

    RefusedRequests(Audit audit, CurrentIdentityAssociation identity) {
        this.audit = audit;
        this.identity = identity;
    }

    @ServerResponseFilter
    Uni<Void> on(ContainerResponseContext response, RoutingContext request) {
        if (response.getStatus() != FORBIDDEN) {
            return Uni.createFrom().voidItem();
        }
        var tried = request.request().method() + " " + request.normalizedPath();
        return identity.getDeferredIdentity()
                .chain(who -> audit.noteRefused(
                        who.isAnonymous() ? "" : who.getPrincipal().getName(), "refused", "", tried))
                .onFailure()
                .recoverWithNull();
    }
}
