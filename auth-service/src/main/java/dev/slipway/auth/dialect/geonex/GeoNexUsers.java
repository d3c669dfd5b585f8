package dev.slipway.auth.dialect.geonex;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.account.SelfRegistration;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.platform.web.RequestIds;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** What the two paths of each call have in common. */
@ApplicationScoped
class GeoNexUsers {
    private final Accounts accounts;
    private final SelfRegistration registration;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    GeoNexUsers(Accounts accounts, SelfRegistration registration, CurrentCaller caller, ObjectMapper json) {
        this.accounts = accounts;
        this.registration = registration;
        this.caller = caller;
        this.json = json;
    }

    Uni<GeoNexAnswer> describe(RoutingContext request) {
        return accounts.visible(caller.get())
                .map(found -> GeoNexAnswer.of(GeoNexMapper.toUsers(found), RequestIds.of(request)));
    }

    Uni<RestResponse<GeoNexAnswer>> register(String body, RoutingContext request) {
        var wanted = GeoNexMapper.toRegistration(
                body,
                request.request().getHeader("Content-Type"),
                request.request().query(),
                json);
        return registration
                .register(wanted.login(), wanted.profile(), wanted.secret())
                .map(_ -> RestResponse.status(
                        Status.CREATED, GeoNexAnswer.of(GeoNexMapper.toRegistered(wanted), RequestIds.of(request))));
    }
}
