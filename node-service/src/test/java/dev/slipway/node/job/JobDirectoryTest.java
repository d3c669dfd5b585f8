package dev.slipway.node.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void anIdIsNoPath() {
        for (var id : new String[] {"", "../etc", "a/b", ".."}) {
            assertThatThrownBy(() -> JobDirectory.of(JOBS, new Owner("task", id, "a", "p")))
                    .isInstanceOf(Failure.class);
        }
    }
}
