package dev.slipway.platform.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** Problem details for HTTP (RFC 9457): our own API, and every path that no dialect claims. */
final class ProblemErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return true;
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "urn:slipway:" + failure.reason());
        body.put(
                "title",
                failure.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        body.put("status", status(failure));
        body.put("detail", failure.sentence());
        body.put("instance", path);
        body.put("request_id", requestId);
        return body;
    }

    @Override
    public String contentType() {
        return "application/problem+json";
    }
}
