package dev.slipway.node.container;

import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.node.NodeConfig;
import dev.slipway.node.node.NodeName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How our containers are told from others in the same engine. */
@ApplicationScoped
class Labels {
    static final String SUITE = "slipway.suite";
    static final String NODE = "slipway.node";
    static final String OWNER = "slipway.owner";
    static final String ATTEMPT = "slipway.attempt";
    static final String HOME = "slipway.home";

    private final NodeConfig config;
    private final NodeName node;

    Labels(NodeConfig config, NodeName node) {
        this.config = config;
        this.node = node;
    }

    String suite() {
        return config.suite();
    }

    /** The name in the engine: unique there, so that starting twice is starting once. */
    String engineName(String container) {
        return config.suite() + "-" + container;
    }

    /** The name of the attempt a container runs; empty for one that was made to read its image. */
    Optional<String> containerOf(EngineContainer found) {
        var prefix = engineName("");
        return found.labels().containsKey(ATTEMPT) && found.name().startsWith(prefix)
                ? Optional.of(found.name().substring(prefix.length()))
                : Optional.empty();
    }

    /** Of a container that runs one attempt. */
    Map<String, String> of(Container container) {
        var labels = ofReader();
        labels.put(OWNER, container.owner().key());
        labels.put(ATTEMPT, Integer.toString(container.attempt()));
        return labels;
    }

    /** Of a container that is made to read its image. */
    Map<String, String> ofReader() {
        var labels = new HashMap<String, String>();
        labels.put(SUITE, config.suite());
        labels.put(NODE, node.get());
        config.home().ifPresent(home -> labels.put(HOME, home));
        return labels;
    }

    /** Whether a container with these labels runs this attempt of ours. */
    boolean isOurs(Map<String, String> labels, Container container) {
        return of(container).entrySet().stream()
                .filter(it -> !it.getKey().equals(HOME))
                .allMatch(it -> it.getValue().equals(labels.get(it.getKey())));
    }
}
