package dev.slipway.platform.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code {"error":…,"code":"nds.…","request_id":…}}. */
final class NdsErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return Paths.under(
                path,
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
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        var body = new LinkedHashMap<String, Object>();
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
