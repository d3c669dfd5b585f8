package dev.slipway.node.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Two clients of one engine: calls end after a while, streams may last as long as a container. */
@ApplicationScoped
class DockerClients {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final int connections;
    private final DockerClient calls;
    private final DockerClient streams;

    DockerClients(EngineConfig config) {
        this.connections = config.maxConnections();
        this.calls = open(config, config.callTimeout());
        this.streams = open(config, null);
    }

    private static DockerClient open(EngineConfig config, @Nullable Duration timeout) {
        var settings = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(config.host())
                .withDockerTlsVerify(false)
                .build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(config.host()))
                .maxConnections(config.maxConnections())
                .connectionTimeout(CONNECT);
        if (timeout != null) {
            transport.responseTimeout(timeout);
        }
        return DockerClientImpl.getInstance(settings, transport.build());
    }

    DockerClient calls() {
        return calls;
    }

    DockerClient streams() {
        return streams;
    }

    /** The same call again while nobody has heard it: no connection is tried twice, and a new one is heard or refused. */
    <T> Uni<T> untilHeard(Uni<T> call) {
        return call.onFailure(DockerFaults::isUnheard).retry().atMost(connections);
    }

    @PreDestroy
    void close() throws IOException {
        calls.close();
        streams.close();
    }
}
