package dev.slipway.gateway.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * How the suite is.
 *
 * @param status {@code UP} when every service is ready, else {@code DOWN}
 */
public record SuiteHealth(String status, List<ServiceHealth> services) {
    static final String UP = "UP";
    static final String DOWN = "DOWN";

    static SuiteHealth of(List<ServiceHealth> services) {
        return new SuiteHealth(services.stream().allMatch(ServiceHealth::ready) ? UP : DOWN, services);
    }

    boolean ready() {
        return status.equals(UP);
    }

    /**
     * How one service is.
     *
     * @param latency milliseconds it took to say so
     * @param checks what it says of its parts, as it says it
     */
    public record ServiceHealth(
            String name,
            String status,
            @JsonProperty("latency_ms") long latency,
            List<Map<String, Object>> checks) {
        boolean ready() {
            return status.equals(UP);
        }
    }
}
