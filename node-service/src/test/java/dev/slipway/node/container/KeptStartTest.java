package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerEvent.Collected;
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

/** What is kept and told of a run that lasts, and of one that does not, with the moment in between. */
@QuarkusTest
@TestProfile(KeptStartTest.Moment.class)
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class KeptStartTest {
    /** As it is shipped, and long enough for a slow machine. */
    public static class Moment implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.node.container.tell-after", "1h", "slipway.node.container.start-told-after", "3s");
        }
    }

    @Inject
    NodeName node;

    @Inject
    ContainerRepository repository;

    @Inject
    Containers containers;

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
    void whatLastsIsKeptAndToldWhileItRuns() {
        it.start("sleep 1000");
        Attempt.eventually(() -> current() instanceof ContainerState.Running);
        assertThat(kept()).isInstanceOf(ContainerState.Accepted.class);
        it.await(Started.class);
        assertThat(kept()).isInstanceOf(ContainerState.Running.class);
        it.stop();
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(137);
        assertThat(it.kinds()).containsExactly(Started.class, Collected.class);
    }

    @Test
    void whatIsStoppedInItsFirstMomentEnds() {
        it.start("sleep 1000");
        Attempt.eventually(() -> current() instanceof ContainerState.Running);
        it.stop();
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(137);
    }

    /** What this process knows. */
    private ContainerState current() {
        return containers.live().await().indefinitely().stream()
                .filter(tracked -> tracked.name().equals(it.name()))
                .map(Tracked::state)
                .findAny()
                .orElse(new ContainerState.Accepted());
    }

    /** What another one would find. */
    private ContainerState kept() {
        return repository.unfinished(node.get()).await().indefinitely().stream()
                .map(ContainerRepository.Kept::container)
                .filter(container -> container.name().equals(it.name()))
                .map(Container::state)
                .findAny()
                .orElseThrow();
    }
}
