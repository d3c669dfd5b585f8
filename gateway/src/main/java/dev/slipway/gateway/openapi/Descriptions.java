package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.gateway.peer.Peers;
import dev.slipway.gateway.peer.Recent;
import dev.slipway.gateway.route.Origin;
import dev.slipway.gateway.route.RouteTable;
import dev.slipway.gateway.route.Service;
import dev.slipway.platform.reactive.Blocking;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.mutiny.Uni;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The merged description of the suite, made anew at most every few seconds. */
@ApplicationScoped
class Descriptions {
    private static final Logger LOG = Logger.getLogger(Descriptions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Peers peers;
    private final RouteTable routes;
    private final Blocking blocking;
    private final ObjectMapper json;
    private final OpenApiDocumentService own;
    private final Recent<String> recent;

    Descriptions(Peers peers, RouteTable routes, Blocking blocking, ObjectMapper json, OpenApiDocumentService own) {
        this.peers = peers;
        this.routes = routes;
        this.blocking = blocking;
        this.json = json;
        this.own = own;
        this.recent = new Recent<>(FRESH, this::make);
    }

    /** JSON text. Services that do not answer are named in {@code x-missing}. */
    Uni<String> merged() {
        return recent.get();
    }

    private Uni<String> make() {
        return peers.each(this::ask).chain(parts -> blocking.call(() -> merge(parts)));
    }

    private Uni<Part> ask(Origin origin) {
        return peers.get(origin, "/q/openapi?format=json", PATIENCE)
                .map(reply -> new Part(
                        origin.service(), reply.status() == 200 ? Optional.of(reply.body()) : Optional.empty()))
                .onFailure()
                .recoverWithItem(() -> new Part(origin.service(), Optional.empty()));
    }

    private String merge(List<Part> parts) throws IOException {
        var merge = new Merge(routes);
        merge.add(Service.GATEWAY, json.readTree(own.getDocument("<default>", Format.JSON)));
        for (var part : parts) {
            part.text()
                    .flatMap(text -> read(part.service(), text))
                    .ifPresentOrElse(
                            document -> merge.add(part.service(), document), () -> merge.missing(part.service()));
        }
        return json.writeValueAsString(merge.result());
    }

    private Optional<JsonNode> read(Service service, String text) {
        try {
            return Optional.of(json.readTree(text));
        } catch (IOException e) {
            LOG.warnf("no description service=%s cause=%s", service.title(), e.getMessage());
            return Optional.empty();
        }
    }

    private record Part(Service service, Optional<String> text) {}
}
