package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.ContainerState.Accepted;
import dev.slipway.node.container.ContainerState.Collected;
import dev.slipway.node.container.ContainerState.Exited;
import dev.slipway.node.container.ContainerState.Failed;
import dev.slipway.node.container.ContainerState.Running;
import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.engine.EngineContainer.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextStepTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusMillis(1500);
    private static final End END = new End(3, false, NOON, LATER);

    @Test
    void anAcceptedContainerIsCreatedOnce() {
        assertThat(step(new Accepted(), Optional.empty())).isInstanceOf(NextStep.Create.class);
        assertThat(step(new Accepted(), found(Phase.CREATED))).isInstanceOf(NextStep.Start.class);
        assertThat(step(new Accepted(), found(Phase.RUNNING))).isInstanceOf(NextStep.Adopt.class);
        assertThat(step(new Accepted(), found(Phase.EXITED))).isInstanceOf(NextStep.Adopt.class);
    }

    @Test
    void aStopKeepsItFromStartingAndNothingElse() {
        assertThat(stopped(new Accepted(), Optional.empty())).isEqualTo(new NextStep.GiveUp(Container.STOPPED));
        assertThat(stopped(new Accepted(), found(Phase.CREATED))).isEqualTo(new NextStep.GiveUp(Container.STOPPED));
        assertThat(stopped(new Accepted(), found(Phase.RUNNING))).isInstanceOf(NextStep.Adopt.class);
        assertThat(stopped(new Running("e"), found(Phase.EXITED))).isEqualTo(new NextStep.Finish(END));
    }

    @Test
    void aRunningContainerEndsAsTheEngineSaysOrIsLost() {
        assertThat(step(new Running("e"), found(Phase.RUNNING))).isInstanceOf(NextStep.Watch.class);
        assertThat(step(new Running("e"), found(Phase.EXITED))).isEqualTo(new NextStep.Finish(END));
        assertThat(step(new Running("e"), Optional.empty())).isInstanceOf(NextStep.Lose.class);
        assertThat(step(new Running("e"), found(Phase.CREATED))).isInstanceOf(NextStep.Lose.class);
    }

    @Test
    void anEndIsKeptWhateverBecameOfTheContainer() {
        assertThat(step(new Exited(END), Optional.empty())).isEqualTo(new NextStep.Collect(END));
        assertThat(step(new Collected(END), found(Phase.EXITED))).isInstanceOf(NextStep.Bury.class);
        assertThat(step(new Failed("x"), Optional.empty())).isInstanceOf(NextStep.Bury.class);
    }

    @Test
    void noEndIsBeforeItsStart() {
        assertThat(new End(0, false, LATER, NOON).at()).isEqualTo(LATER);
        assertThat(new End(0, false, NOON, Instant.EPOCH).at()).isEqualTo(NOON);
    }

    private static NextStep step(ContainerState state, Optional<EngineContainer> found) {
        return NextStep.of(state, false, found);
    }

    private static NextStep stopped(ContainerState state, Optional<EngineContainer> found) {
        return NextStep.of(state, true, found);
    }

    @Test
    void whatIsCutOffNeverStartsAndIsLostWhereItHas() {
        for (var there : List.of(Optional.<EngineContainer>empty(), found(Phase.CREATED))) {
            assertThat(NextStep.of(new ContainerState.Accepted(), true, true, there))
                    .isInstanceOf(NextStep.Decline.class);
            assertThat(NextStep.of(new ContainerState.Running("e"), true, true, there))
                    .isInstanceOf(NextStep.Lose.class);
        }
        assertThat(NextStep.of(new ContainerState.Running("e"), true, true, found(Phase.EXITED)))
                .isEqualTo(new NextStep.Lose(NextStep.CUT_OFF));
        assertThat(NextStep.of(new ContainerState.Running("e"), true, true, found(Phase.RUNNING)))
                .isInstanceOf(NextStep.Watch.class);
    }

    private static Optional<EngineContainer> found(Phase phase) {
        return Optional.of(new EngineContainer("e", "s-42-1", phase, 3, false, NOON, NOON, LATER, Map.of(), false));
    }
}
