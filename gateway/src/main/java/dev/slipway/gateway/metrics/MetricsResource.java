package dev.slipway.gateway.metrics;

import dev.slipway.gateway.peer.Peers;
import dev.slipway.gateway.peer.Peers.Reply;
import dev.slipway.gateway.peer.Recent;
import dev.slipway.gateway.route.Origin;
import dev.slipway.gateway.route.Service;
import dev.slipway.platform.reactive.Blocking;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Metrics of the whole suite for Prometheus. A service that does not answer is left out and has {@code slipway_up} 0. */
@Path("/metrics")
@SuppressWarnings("deprecation") // of the registries for Prometheus, Quarkus 3.34 brings only this one
@Tag(name = "Suite")
public class MetricsResource {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Peers peers;
    private final Blocking blocking;
    private final PrometheusMeterRegistry registry;
    private final Recent<String> recent;

    MetricsResource(Peers peers, Blocking blocking, PrometheusMeterRegistry registry) {
        this.peers = peers;
        this.blocking = blocking;
        this.registry = registry;
        this.recent = new Recent<>(FRESH, this::make);
    }

    @GET
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @Operation(summary = "Metrics of all services, each sample labelled with its service")
    public Uni<String> metrics() {
        return recent.get();
    }

    private Uni<String> make() {
        return peers.each(this::ask).chain(parts -> blocking.call(() -> merge(parts)));
    }

    private Uni<Part> ask(Origin origin) {
        return peers.get(origin, "/q/metrics", PATIENCE)
                .onFailure()
                .recoverWithItem(() -> new Reply(502, ""))
                .map(reply -> new Part(origin.service(), reply.status() == 200, reply.body()));
    }

    private String merge(List<Part> parts) {
        var page = new MetricsPage();
        page.add(Service.GATEWAY.title(), registry.scrape());
        for (var part : parts) {
            var name = part.service().title();
            page.add(name, "# TYPE slipway_up gauge\nslipway_up " + (part.answered() ? 1 : 0) + "\n");
            if (part.answered()) {
                page.add(name, part.text());
            }
        }
        return page.toString();
    }

    private record Part(Service service, boolean answered, String text) {}
}
