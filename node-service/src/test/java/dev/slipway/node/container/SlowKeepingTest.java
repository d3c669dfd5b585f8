package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Exited;
import dev.slipway.platform.contract.ContainerEvent.Started;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keeping what a container left lasts longer than its end may be left untold. */
@QuarkusTest
@TestProfile(SlowKeepingTest.Hasty.class)
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class SlowKeepingTest {
    /** No store is as fast as that. */
    public static class Hasty implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.node.container.tell-after", "1ms");
        }
    }

    @Inject
    NodeName node;

    @Test
    void itsEndIsToldWhileItsFilesAreOnTheirWayAndTheyAreKeptOnce() {
        Engine.image();
        var it = new Attempt(node.get());
        it.start("echo slow; head -c 3000000 /dev/zero > big; exit 5");
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(5);
        assertThat(it.kinds())
                .containsSubsequence(Started.class, Exited.class, Collected.class)
                .containsOnlyOnce(Exited.class)
                .containsOnlyOnce(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("slow\n");
        assertThat(Storage.file(it.task(), 1, "big")).hasSize(3_000_000);
    }
}
