package dev.slipway.task.schedule;

import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.task.task.Volume;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerSpecsTest {
    @Test
    void aNodeIsToldAllItNeeds() {
        var task = aTask().placed().build();
        var start = ContainerSpecs.start(task, task.liveRun().orElseThrow());
        assertThat(start.container()).isEqualTo("42-1");
        assertThat(start.owner().key()).isEqualTo("task-42");
        assertThat(start.node()).isEqualTo("node1");
        assertThat(start.spec().memoryBytes()).isEqualTo(2L << 30);
        assertThat(start.spec().uid()).isEqualTo(1001);
        assertThat(start.spec().environment())
                .isEqualTo(Map.of(
                        "GODOCKER_JID", "42",
                        "GODOCKER_PWD", "/mnt/go-docker",
                        "GODOCKER_HOME", "/mnt/go-docker",
                        "GODOCKER_DATA", "/mnt/god-data"));
        assertThat(start.spec().files()).isEmpty();
    }

    @Test
    void case42TheHomeIsWhereItsVolumeIs() {
        var task = aTask().with(new Volume("home", "/home/alice", "/mnt/home", false))
                .build();
        var spec = ContainerSpecs.of(task);
        assertThat(spec.environment()).containsEntry("GODOCKER_HOME", "/mnt/home");
        assertThat(spec.mounts()).containsExactly(new ContainerSpec.Mount("home", "/home/alice", "/mnt/home", false));
    }
}
