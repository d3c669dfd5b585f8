package dev.slipway.platform.web;

import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** One id follows a request through all services: {@code X-Request-Id}, the caller's own when it is harmless. */
public final class RequestIds {
    /** The header it travels in. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final long RUN = new SecureRandom().nextLong();

    private RequestIds() {}

    /** The id of this request; made and remembered at the first call. */
    public static String of(RoutingContext request) {
        String known = request.get(HEADER);
        if (known != null) {
            return known;
        }
        var sent = request.request().getHeader(HEADER);
        var id = sent != null && HARMLESS.matcher(sent).matches() ? sent : fresh();
        request.put(HEADER, id);
        return id;
    }

    /** A new id; unique, not secret. */
    public static String fresh() {
        return HexFormat.of().toHexDigits(RUN ^ ThreadLocalRandom.current().nextLong());
    }
}
