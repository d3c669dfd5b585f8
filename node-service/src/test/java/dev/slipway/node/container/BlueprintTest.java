package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.ContainerPlan;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlueprintTest {
    private static final Mount HOME = new Mount("home", "/srv/homes/alice", "/mnt/home", false);

    @Test
    void aScriptThatNamesItsInterpreterRunsAsItIs() {
        assertThat(Blueprint.entryPoint(Samples.spec("#!/bin/bash\n"))).containsExactly("/mnt/go-docker/cmd.sh");
        assertThat(Blueprint.entryPoint(Samples.spec("echo\n"))).containsExactly("/bin/sh", "/mnt/go-docker/cmd.sh");
        assertThat(Blueprint.entryPoint(Samples.named("a.py", "#!/usr/bin/env python3\n")))
                .containsExactly("/mnt/go-docker/a.py");
        assertThat(Blueprint.entryPoint(Samples.apart("tool", new byte[] {1}, true)))
                .containsExactly("/mnt/go-docker/tool");
        assertThat(Blueprint.entryPoint(Samples.apart("tool", new byte[] {1}, false)))
                .containsExactly("/bin/sh", "/mnt/go-docker/tool");
    }

    @Test
    void resultsAreAFolderOfTheJobDirectoryAndOneAtTheTop() {
        var plan = plan(Samples.named("a.sh", "true"), List.of());
        assertThat(plan.binds()).contains(new ContainerPlan.Bind("/jobs/42/task/output", "/output", false));
        assertThat(plan(Samples.spec("true"), List.of()).binds())
                .noneMatch(it -> it.target().equals("/output"));
    }

    @Test
    void anOrdinaryJobIsConfinedToItsAccount() {
        var plan = plan(Samples.spec("true"), List.of());
        assertThat(plan.user()).isEqualTo("4711:4711");
        assertThat(plan.groups()).containsExactly(5000);
        assertThat(plan.confined()).isTrue();
        assertThat(plan.nanoCpus()).isEqualTo(1_000_000_000L);
        assertThat(plan.binds())
                .contains(
                        new ContainerPlan.Bind("/jobs/42/task", "/mnt/go-docker", false),
                        new ContainerPlan.Bind("/jobs/42/etc/passwd", "/etc/passwd", true));
        assertThat(plan.environment())
                .containsEntry("GODOCKER_JID", "42")
                .containsEntry("GODOCKER_PWD", "/mnt/go-docker")
                .containsEntry("GODOCKER_HOME", "/mnt/go-docker");
    }

    @Test
    void rootKeepsTheImagesAccounts() {
        var plan = plan(Samples.spec("true", Samples.IMAGE, true, List.of()), List.of());
        assertThat(plan.user()).isEqualTo("0:0");
        assertThat(plan.confined()).isFalse();
        assertThat(plan.binds()).hasSize(1);
    }

    @Test
    void aHomeIsWhereTheJobIsAtHome() {
        var plan = plan(Samples.spec("true", Samples.IMAGE, false, List.of(HOME)), List.of(HOME));
        assertThat(plan.environment()).containsEntry("GODOCKER_HOME", "/mnt/home");
        assertThat(plan.binds()).contains(new ContainerPlan.Bind("/srv/homes/alice", "/mnt/home", false));
    }

    @Test
    void devicesAreThoseItWasGiven() {
        var spec = Samples.withGpus(2);
        var container = Container.accepted(Samples.start("n1", "42", spec), Samples.JOB, Instant.EPOCH)
                .holding(List.of(1, 3));
        var plan = Blueprint.of("s-42-1", container, spec, Samples.JOB, List.of(), Map.of(), 4, 100);
        assertThat(plan.devices()).containsExactly(1, 3);
        assertThat(plan(spec, List.of()).devices()).isEmpty();
        assertThat(plan(spec, List.of()).gpus()).isEqualTo(2);
    }

    @Test
    void noLimitIsAboveWhatTheMachineHas() {
        var spec = Samples.spec("true");
        var greedy = new ContainerSpec(
                spec.image(),
                spec.script(),
                "alice",
                1,
                1,
                List.of(),
                false,
                64,
                1 << 26,
                0,
                Map.of(),
                List.of(),
                Map.of());
        assertThat(plan(greedy, List.of()).nanoCpus()).isEqualTo(4_000_000_000L);
    }

    private static ContainerPlan plan(ContainerSpec spec, List<Mount> mounts) {
        var container = Container.accepted(Samples.start("n1", "42", spec), Samples.JOB, Instant.EPOCH);
        return Blueprint.of("s-42-1", container, spec, Samples.JOB, mounts, Map.of(), 4, 100);
    }
}
