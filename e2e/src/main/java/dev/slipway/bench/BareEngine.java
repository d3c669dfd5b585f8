package dev.slipway.bench;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The peer: create, start, wait, remove, and nothing else. */
final class BareEngine implements AutoCloseable {
    private final DockerClient docker;

    BareEngine() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .maxConnections(4 * BenchSuite.PARALLEL)
                        .build());
    }

    /** Seconds for so many no-op containers, {@link BenchSuite#PARALLEL} at once. */
    double seconds(int containers) throws Exception {
        var began = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(BenchSuite.PARALLEL)) {
            var running = new ArrayList<Future<Integer>>();
            for (int i = 0; i < containers; i++) {
                running.add(threads.submit((Callable<Integer>) this::one));
            }
            for (var each : running) {
                if (each.get() != 0) {
                    throw new IllegalStateException("A container ended with " + each.get());
                }
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private int one() {
        // The same limits as a task has: without them the engine does less.
        var limits = HostConfig.newHostConfig().withMemory(1L << 30).withNanoCPUs(1_000_000_000L);
        var id = docker.createContainerCmd("slipway/base:latest")
                .withHostConfig(limits)
                .withCmd("/bin/sh", "-c", "true")
                .exec()
                .getId();
        try {
            docker.startContainerCmd(id).exec();
            return docker.waitContainerCmd(id).start().awaitStatusCode();
        } finally {
            docker.removeContainerCmd(id).withForce(true).exec();
        }
    }

    @Override
    public void close() throws IOException {
        docker.close();
    }
}
