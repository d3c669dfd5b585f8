package dev.slipway.auth.token;

import dev.slipway.auth.token.SessionResource.SessionToken;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.resteasy.reactive.RestResponse;

/** The cookie with the refresh token: no script reads it, no other site sends it, no other path gets it. */
@ApplicationScoped
public class SessionCookie {
    static final String NAME = "slipway_session";
    private static final String PATH = "/api/v1/tokens/session";

    private final TokenConfig config;
    private final InstantSource clock;

    SessionCookie(TokenConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    RestResponse<SessionToken> answer(Sessions.Opened opened, HttpServerRequest request) {
        return RestResponse.ResponseBuilder.ok(new SessionToken(opened.token(), secondsTo(opened.tokenExpires())))
                .cookie(of(opened, request))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** The cookie of a session that was just opened. */
    public NewCookie of(Sessions.Opened opened, HttpServerRequest request) {
        return cookie(opened.refresh(), secondsTo(opened.until()), request);
    }

    RestResponse<Void> clear(HttpServerRequest request) {
        return RestResponse.ResponseBuilder.<Void>noContent()
                .cookie(cookie("", 0, request))
                .build();
    }

    /** Whether cookies may travel over TLS only. */
    public boolean isSecure(HttpServerRequest request) {
        return config.secureCookie() || "https".equals(request.getHeader("X-Forwarded-Proto"));
    }

    private long secondsTo(Instant instant) {
        return Math.max(0, Duration.between(clock.instant(), instant).toSeconds());
    }

    private NewCookie cookie(String value, long seconds, HttpServerRequest request) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path(PATH)
                .maxAge((int) seconds)
                .httpOnly(true)
                .secure(isSecure(request))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
