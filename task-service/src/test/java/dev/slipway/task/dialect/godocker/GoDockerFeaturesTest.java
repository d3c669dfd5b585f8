package dev.slipway.task.dialect.godocker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GoDockerFeaturesTest {
    @Test
    void threeAreThereWithoutAnyNode() {
        assertThat(GoDockerFeatures.of(Set.of())).containsExactly("kill", "pause", "interactive");
    }

    @Test
    void othersAreThereWhereANodeHasThemAndClientsKnowThem() {
        assertThat(GoDockerFeatures.of(Set.of("pause", "gpus", "cni", "teleport")))
                .containsExactly("kill", "pause", "interactive", "cni", "gpus");
    }
}
