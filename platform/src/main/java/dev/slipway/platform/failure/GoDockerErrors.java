package dev.slipway.platform.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code {"msg":…}}, and {@code "id":null} beside it when a task was to be created: its client prints both. */
final class GoDockerErrors implements WireErrors {
    /** GO-Docker's command line compares this header as text. */
    static final String CONTENT_TYPE = "application/json; charset=UTF-8";

    @Override
    public boolean speaks(String path) {
        return path.startsWith("/api/1.0/") || path.startsWith("/admin/maintenance");
    }

    @Override
    public int status(Failure failure) {
        return switch (failure.kind()) {
            // Its clients know no 422 and no 429: a policy is a 403, a full queue a 503.
            case REFUSED -> 403;
            case EXHAUSTED -> 503;
            default -> WireErrors.super.status(failure);
        };
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("msg", failure.sentence());
        if ("POST".equals(method) && path.equals("/api/1.0/task")) {
            body.put("id", null);
        }
        return body;
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }
}
