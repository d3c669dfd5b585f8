package dev.slipway.platform.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code {"error":…,"code":"nds.…","request_id":…}}, at the root and under {@code /nds}. */
final class NdsErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return Paths.under(
                path,
                "/nds",
                "/upload",
                "/list_container",
                "/stop",
                "/info",
                "/diff",
                "/metric",
                "/stdout",
                "/list_data",
                "/download",
                "/list_images");
    }

    @Override
    public int status(Failure failure) {
        return failure.reason().equals("media_type") ? 415 : WireErrors.super.status(failure);
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        if (failure.reason().equals("job_not_found")) {
            // For a client that reads only the state.
            body.put("create task state", "UNKNOWN");
        }
        body.put("error", failure.sentence());
        body.put("code", "nds." + failure.reason().replace('.', '_'));
        body.put("request_id", requestId);
        return body;
    }

    @Override
    public String contentType() {
        return "application/json; charset=utf-8";
    }
}
