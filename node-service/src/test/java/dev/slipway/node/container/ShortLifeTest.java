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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of containers where no step lasts long enough to be told by itself. */
@QuarkusTest
@TestProfile(ShortLifeTest.Patient.class)
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class ShortLifeTest {
    /** Waits for the better word as long as it takes. */
    public static class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.node.container.tell-after", "1h", "slipway.node.container.start-told-after", "1h");
        }
    }

    @Inject
    NodeName node;

    private Attempt it;

    @BeforeEach
    void attempt() {
        it = new Attempt(node.get());
    }

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @Test
    void isToldWhenAllIsKept() {
        it.start("echo short; exit 3");
        var end = it.await(Collected.class);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(end.engineId()).hasSize(64);
        assertThat(end.directory()).endsWith("/task");
        assertThat(it.kinds()).containsExactly(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("short\n");
    }

    @Test
    void itsEndIsToldAtOnceWhenItsFilesCannotBeKept() {
        Storage.refuse(5);
        it.start("echo later; exit 4");
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(4);
        assertThat(it.kinds()).containsExactly(Started.class, Exited.class, Collected.class);
        assertThat(it.text("god.log")).isEqualTo("later\n");
    }
}
