package dev.slipway.platform.failure;

import java.util.Map;

/** {@code {"error":…}}. No token is a 401, an expired one a 440, any other bad one a 403. */
final class GridErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return GridPaths.contain(path);
    }

    @Override
    public int status(Failure failure) {
        return switch (failure.reason()) {
            case BadToken.EXPIRED -> 440;
            case BadToken.INVALID -> 403;
            default -> WireErrors.super.status(failure);
        };
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        return Map.of("error", failure.sentence());
    }
}
