package dev.slipway.platform.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code {"status_code":…,"error":"tes.…","message":…,"request_id":…}}. */
final class TesErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return Paths.under(path, "/ga4gh/tes");
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("status_code", status(failure));
        body.put("error", "tes." + (failure.kind() == Failure.Kind.INVALID ? "invalid_argument" : failure.reason()));
        body.put("message", failure.sentence());
        body.put("request_id", requestId);
        return body;
    }
}
