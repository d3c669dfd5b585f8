package dev.slipway.gateway.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gateway.health.SuiteHealth.ServiceHealth;
import dev.slipway.gateway.peer.Peers;
import dev.slipway.gateway.peer.Recent;
import dev.slipway.gateway.route.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the services how they are; everybody who asks within a second gets the same answer. */
@ApplicationScoped
class Services {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Peers peers;
    private final ObjectMapper json;
    private final Recent<SuiteHealth> recent;

    Services(Peers peers, ObjectMapper json) {
        this.peers = peers;
        this.json = json;
        this.recent = new Recent<>(FRESH, this::ask);
    }

    Uni<SuiteHealth> health() {
        return recent.get();
    }

    private Uni<SuiteHealth> ask() {
        return peers.each(this::ask).map(SuiteHealth::of);
    }

    private Uni<ServiceHealth> ask(Origin origin) {
        var begun = System.nanoTime();
        return peers.get(origin, "/q/health/ready", PATIENCE)
                .map(answer -> health(
                        origin,
                        answer.status() == 200 ? SuiteHealth.UP : SuiteHealth.DOWN,
                        begun,
                        checks(answer.body())))
                .onFailure()
                .recoverWithItem(() -> health(origin, SuiteHealth.DOWN, begun, List.of()));
    }

    private static ServiceHealth health(Origin origin, String status, long begun, List<Map<String, Object>> checks) {
        var millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return new ServiceHealth(origin.service().title(), status, millis, checks);
    }

    /** None where the answer is not what a service says of its health. */
    private List<Map<String, Object>> checks(String body) {
        var checks = new ArrayList<Map<String, Object>>();
        for (var check : read(body).path("checks")) {
            checks.add(json.convertValue(check, new TypeReference<>() {}));
        }
        return checks;
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }
}
