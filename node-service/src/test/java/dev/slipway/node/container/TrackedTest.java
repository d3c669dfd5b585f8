package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void itsDevicesAreItsOwnUntilItsProcessHasEnded() {
        var start = Samples.start("n1", "7", Samples.withGpus(1));
        var it = Tracked.fresh(Container.accepted(start, Samples.JOB, NOW).holding(List.of(3)));
        assertThat(it.devices()).containsExactly(3);
        it.isNow(it.now().started("e", Samples.JOB, NOW));
        assertThat(it.devices()).containsExactly(3);
        it.letGo();
        assertThat(it.devices()).isEmpty();
        var never =
                Container.accepted(start, Samples.JOB, NOW).holding(List.of(3)).failed("no", false, NOW);
        assertThat(Tracked.fresh(never).devices()).isEmpty();
    }

    @Test
    void whatIsNotKeptYetIsNotSent() {
        var it = Tracked.fresh(Container.accepted(Samples.start("n1", "7", Samples.spec("true")), Samples.JOB, NOW));
        var sent = new ArrayList<Integer>();
        it.isNow(it.now().started("e", Samples.JOB, NOW));
        assertThat(it.isKept()).isFalse();
        send(it, sent);
        assertThat(sent).containsExactly(1);
        it.become(it.now());
        assertThat(it.isKept()).isTrue();
        send(it, sent);
        assertThat(sent).containsExactly(1, 2);
    }

    private static void send(Tracked it, List<Integer> sent) {
        it.send(note -> Uni.createFrom().voidItem().invoke(() -> sent.add(note.number())))
                .await()
                .indefinitely();
    }
}
