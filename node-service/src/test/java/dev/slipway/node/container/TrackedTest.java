package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrackedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void whatAnEarlierProcessGotTooLongAgoDoesNotBegin() {
        var container = Container.accepted(Samples.start("n1", "7", Samples.spec("true")), Samples.JOB, NOW);
        assertThat(Tracked.adopted(container, false, false).isCutOff()).isFalse();
        assertThat(Tracked.adopted(container, false, true).isCutOff()).isTrue();
    }

    @Test
    void whatRunsGoesOnHoweverOldItIs() {
        var container = Container.accepted(Samples.start("n1", "7", Samples.spec("true")), Samples.JOB, NOW)
                .started("e", Samples.JOB, NOW);
        assertThat(Tracked.adopted(container, false, true).isCutOff()).isFalse();
    }

    @Test
    void whatComesTooLateNeverBegins() {
        var container = Container.late(Samples.start("n1", "7", Samples.spec("true")), NOW);
        assertThat(container.state()).isInstanceOf(ContainerState.Failed.class);
        assertThat(container.outbox())
                .singleElement()
                .satisfies(note -> assertThat(note.event()).contains("container.failed", "\"late\":true"));
    }
}
