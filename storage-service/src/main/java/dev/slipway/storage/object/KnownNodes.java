package dev.slipway.storage.object;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.NodeEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Where each node answers, as it last said. No other address is ever asked for files. */
@ApplicationScoped
class KnownNodes {
    private static final Logger LOG = Logger.getLogger(KnownNodes.class);

    private final Map<String, URI> urls = new ConcurrentHashMap<>();

    @Incoming("node-events")
    void on(String json) {
        try {
            switch (Contract.read(json, NodeEvent.class)) {
                case NodeEvent.Heartbeat it -> urls.put(it.node(), URI.create(it.url()));
                case NodeEvent.Inventory _, NodeEvent.Unknown _ -> {}
            }
        } catch (IllegalArgumentException e) {
            LOG.errorf("skipped topic=%s cause=%s", NodeEvent.TOPIC, e.getMessage());
        }
    }

    Optional<URI> url(String node) {
        return Optional.ofNullable(urls.get(node));
    }
}
