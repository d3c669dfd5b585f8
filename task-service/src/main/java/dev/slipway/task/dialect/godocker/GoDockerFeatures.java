package dev.slipway.task.dialect.godocker;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What GO-Docker's clients may do beside starting tasks. They know these words only. */
final class GoDockerFeatures {
    /** Whatever the nodes are. */
    private static final List<String> ALWAYS = List.of("kill", "pause", "interactive");
    /** Where a node has them. */
    private static final List<String> SOMETIMES = List.of("cni", "gpus", "resources.port", "docker-plugin-zfs");

    private GoDockerFeatures() {}

    /** In the same order every time. */
    static List<String> of(Set<String> advertised) {
        return Stream.concat(ALWAYS.stream(), SOMETIMES.stream().filter(advertised::contains))
                .toList();
    }
}
