package dev.slipway.node.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ContainerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final ContainerSpec SPEC = new ContainerSpec(
            "i", "s", "alice", 1000, 100, List.of(100, 5000), false, 1, 1, 0, Map.of(), List.of(), Map.of());

    @Test
    void theAccountIsAddedToWhatTheImageHas() {
        assertThat(Accounts.passwd("root:x:0:0:root:/root:/bin/sh\n", SPEC, "/mnt/home"))
                .isEqualTo("root:x:0:0:root:/root:/bin/sh\nalice:x:1000:100:alice:/mnt/home:/bin/sh\n");
        assertThat(Accounts.group("root:x:0:", SPEC)).isEqualTo("root:x:0:\nalice:x:100:\ngroup5000:x:5000:alice\n");
    }

    @Test
    void anEntryOfTheSameNameOrNumberGivesWay() {
        var passwd = "root:x:0:0::/root:/bin/sh\nubuntu:x:1000:1000::/:/bin/sh\nalice:x:7:7::/:/bin/sh\n";
        assertThat(Accounts.passwd(passwd, SPEC, "/h").lines())
                .containsExactly("root:x:0:0::/root:/bin/sh", "alice:x:1000:100:alice:/h:/bin/sh");
        assertThat(Accounts.group("users:x:100:\nlab:x:5000:bob\n", SPEC).lines())
                .containsExactly("lab:x:5000:bob", "alice:x:100:");
    }

    @Test
    void anImageWithoutAccountsGetsOne() {
        assertThat(Accounts.passwd("", SPEC, "/h").lines()).hasSize(1);
    }
}
