package dev.slipway.auth.external;

import dev.slipway.auth.token.SessionCookie;
import dev.slipway.auth.token.Sessions;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Logging in at the web page by an identity provider. */
@Path("/api/v1/tokens/oidc")
@Tag(name = "Tokens")
public class OidcResource {
    private static final String COOKIE = "slipway_oidc";
    private static final String PATH = "/api/v1/tokens/oidc";

    private final OidcLogin oidc;
    private final ExternalAccounts accounts;
    private final Sessions sessions;
    private final SessionCookie session;

    OidcResource(OidcLogin oidc, ExternalAccounts accounts, Sessions sessions, SessionCookie session) {
        this.oidc = oidc;
        this.accounts = accounts;
        this.sessions = sessions;
        this.session = session;
    }

    @GET
    @Path("/login")
    @Operation(operationId = "beginOidcLogin", summary = "Log in by the identity provider", description = """
        For browsers: goes to the provider's page and comes back to `/` with a session, whose first token is that of \
        `POST /api/v1/tokens/session/refresh`.\
        """)
    @APIResponse(responseCode = "303", description = "To the provider")
    @APIResponse(responseCode = "404", description = "No provider is configured")
    public Uni<RestResponse<Void>> begin(@Context HttpServerRequest request) {
        return oidc.begin()
                .map(begun -> RestResponse.ResponseBuilder.<Void>seeOther(URI.create(begun.url()))
                        .cookie(cookie(begun.cookie(), (int) OidcLogin.PATIENCE.toSeconds(), request))
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @GET
    @Path("/callback")
    @Operation(operationId = "endOidcLogin", summary = "Where the identity provider sends the browser back to")
    @APIResponse(responseCode = "303", description = "Logged in; to the web page")
    @APIResponse(responseCode = "401", description = "Not begun here, or not confirmed")
    @APIResponse(responseCode = "403", description = "No account, or one that waits for its activation")
    public Uni<RestResponse<Void>> end(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            @CookieParam(COOKIE) @Nullable String memory,
            @Context HttpServerRequest request) {
        if (code == null || state == null || memory == null) {
            throw Failure.unauthenticated("The identity provider did not confirm the login");
        }
        return oidc.finish(code, state, memory)
                .chain(accounts::of)
                .chain(sessions::begin)
                .map(opened -> RestResponse.ResponseBuilder.<Void>seeOther(URI.create("/"))
                        .cookie(session.of(opened, request), cookie("", 0, request))
                        .header("Cache-Control", "no-store")
                        .build());
    }

    /** Lax, because it must come along when the provider sends the browser back. */
    private NewCookie cookie(String value, int seconds, HttpServerRequest request) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(PATH)
                .maxAge(seconds)
                .httpOnly(true)
                .secure(session.isSecure(request))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
