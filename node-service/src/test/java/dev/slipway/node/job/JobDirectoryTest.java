package dev.slipway.node.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JobDirectoryTest {
    private static final Path JOBS = Path.of("/jobs");

    @Test
    void theNumberIsCutInPairs() {
        assertThat(JobDirectory.of(JOBS, Owner.task(12345, "a", "p")).task())
                .isEqualTo(Path.of("/jobs/tasks/pairtree_root/12/34/5/task"));
        assertThat(JobDirectory.of(JOBS, Owner.task(7, "a", "p")).task())
                .isEqualTo(Path.of("/jobs/tasks/pairtree_root/7/task"));
    }

    @Test
    void aChildWorksInTheFolderOfItsArray() {
        var child = JobDirectory.of(JOBS, Owner.task(12347, "a", "p"), new ContainerSpec.Member("12345", 2));
        assertThat(child.task()).isEqualTo(Path.of("/jobs/tasks/pairtree_root/12/34/5/task/2"));
        assertThat(child.log()).isEqualTo(Path.of("/jobs/tasks/pairtree_root/12/34/7/log"));
        assertThatThrownBy(() -> JobDirectory.of(JOBS, Owner.task(1, "a", "p"), new ContainerSpec.Member("../x", 2)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void anIdIsNoPath() {
        for (var id : new String[] {"", "../etc", "a/b", ".."}) {
            assertThatThrownBy(() -> JobDirectory.of(JOBS, new Owner("task", id, "a", "p")))
                    .isInstanceOf(Failure.class);
        }
    }
}
