package dev.slipway.platform.failure;

import java.util.Map;

/** {@code {"error":…}}. */
final class GridErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return Paths.under(path, "/nodes", "/storageclusters", "/vdisks", "/runs", "/v1/oauth");
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        return Map.of("error", failure.sentence());
    }
}
