package dev.slipway.platform.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a service does with requests in general. */
@ConfigMapping(prefix = "slipway.web")
public interface WebConfig {
    /** Bytes a request body may have; larger ones are refused with 413 before they are read. */
    @WithDefault("2097152")
    long maxBody();

    /** Other bounds than {@link #maxBody} in bytes, by the paths they are for. */
    Map<String, Long> bounds();

    /** Bytes that all bodies which are not answered yet may have together; a quarter of the heap where it is not said. */
    Optional<Long> bodiesAtOnce();

    /** Paths below which any size is taken, such as uploads. */
    Optional<List<String>> unlimited();

    /**
     * Routes of this service that are known and not built yet: {@code METHOD /path}, where the method may be {@code *} and a
     * path segment may be {@code *} for one segment or, at the end, {@code **} for the rest. They answer 501.
     */
    Optional<List<String>> notBuilt();
}
