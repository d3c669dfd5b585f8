package dev.slipway.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Logging in at the web page. */
@Path("/api/v1/tokens/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens", description = "Logging in, named keys, and the keys tokens are checked with")
public class SessionResource {
    private final Logins logins;
    private final Sessions sessions;
    private final SessionCookie cookie;

    SessionResource(Logins logins, Sessions sessions, SessionCookie cookie) {
        this.logins = logins;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /** Who somebody says to be, and the proof. */
    @Schema(
            name = "PasswordLogin",
            requiredProperties = {"login", "password"})
    record PasswordLogin(@Nullable String login, @Nullable String password) {}

    /** A token to be sent as {@code Authorization: Bearer …}. */
    @Schema(name = "SessionToken")
    record SessionToken(
            String token,

            @JsonProperty("expires_in") @Schema(description = "Seconds")
            long expiresIn) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "login", summary = "Log in with a password", description = """
            The answer carries a token for 15 minutes, and a cookie that only `…/session/refresh` and `DELETE …/session` look at.""")
    @APIResponse(responseCode = "200", description = "Logged in")
    @APIResponse(responseCode = "401", description = "Unknown user or wrong password")
    @APIResponse(responseCode = "429", description = "Too many failed logins")
    public Uni<RestResponse<SessionToken>> login(@Nullable PasswordLogin wire, @Context HttpServerRequest request) {
        if (wire == null || wire.login == null) {
            throw Failure.invalid("login", "missing");
        }
        if (wire.password == null) {
            throw Failure.invalid("password", "missing");
        }
        return logins.byPassword(wire.login, wire.password, Addresses.of(request))
                .chain(sessions::begin)
                .map(opened -> cookie.answer(opened, request));
    }

    @POST
    @Path("/refresh")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "refreshSession", summary = "Get the next token", description = """
            For the cookie of the last answer; each is good once. One that comes twice ends the session: it was stolen.""")
    @APIResponse(responseCode = "200", description = "The next token and the next cookie")
    @APIResponse(responseCode = "401", description = "The session is over")
    public Uni<RestResponse<SessionToken>> refresh(
            @CookieParam(SessionCookie.NAME) @Nullable String refresh, @Context HttpServerRequest request) {
        if (refresh == null) {
            throw Failure.unauthenticated("No session");
        }
        return sessions.refresh(refresh).map(opened -> cookie.answer(opened, request));
    }

    @DELETE
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "logout", summary = "Log out", description = """
            Ends the session; its tokens are refused everywhere within five seconds.""")
    @APIResponse(responseCode = "204", description = "Logged out")
    public Uni<RestResponse<Void>> logout(
            @CookieParam(SessionCookie.NAME) @Nullable String refresh, @Context HttpServerRequest request) {
        var gone = refresh == null ? Uni.createFrom().voidItem() : sessions.end(refresh);
        return gone.map(_ -> cookie.clear(request));
    }
}
