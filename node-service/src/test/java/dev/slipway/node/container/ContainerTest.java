package dev.slipway.node.container;

import static dev.slipway.node.container.Samples.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Contract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final End END = new End(3, false, NOON, NOON.plusMillis(250));

    private final Container accepted = Container.accepted(Samples.start("n1", "42", Samples.spec("true")), JOB, NOON);

    @Test
    void everyChangeCarriesItsEvent() {
        var all = accepted.started("e", JOB, NOON).exited(END).collected(END, JOB, 2, 10, NOON);
        assertThat(all.outbox())
                .extracting(note -> Contract.typeOf(note.event()))
                .containsExactly("container.preparing", "container.started", "container.exited", "container.collected");
        assertThat(all.outbox()).extracting(Note::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatHasLeftGoesAndNumbersGoOn() {
        var rest = accepted.started("e", JOB, NOON).without(2).exited(END);
        assertThat(rest.outbox()).extracting(Note::number).containsExactly(3);
        assertThat(Contract.read(rest.outbox().getFirst().event(), ContainerEvent.class))
                .isInstanceOf(ContainerEvent.Exited.class);
    }

    @Test
    void whatIsInALaterWordIsLeftOutUnlessItIsOnItsWay() {
        var running = accepted.started("e", JOB, NOON);
        assertThat(numbers(running.withoutOvertaken(0))).containsExactly(2);
        assertThat(running.withoutOvertaken(1)).isEqualTo(running);
        assertThat(accepted.withoutOvertaken(0)).isEqualTo(accepted);
        var over = running.collected(END, JOB, 1, 2, NOON);
        assertThat(numbers(over.withoutOvertaken(0))).containsExactly(3);
        assertThat(numbers(over.withoutOvertaken(1))).containsExactly(1, 3);
        assertThat(over.withoutOvertaken(2)).isEqualTo(over);
        var lost = running.lost("gone", NOON);
        assertThat(lost.withoutOvertaken(0)).isEqualTo(lost);
    }

    @Test
    void theLastWordTellsTheStartWhereNothingElseDid() {
        var over = accepted.started("e", JOB, NOON).collected(END, JOB, 1, 2, NOON);
        assertThat(Contract.read(over.outbox().getLast().event(), ContainerEvent.class))
                .isInstanceOfSatisfying(ContainerEvent.Collected.class, it -> {
                    assertThat(it.engineId()).isEqualTo("e");
                    assertThat(it.directory()).isEqualTo("/jobs/42/task");
                    assertThat(it.startedAt()).isEqualTo(NOON);
                });
    }

    @Test
    void whereItsTemporaryStorageIsIsToldWithWhereItsFilesAre() {
        var asking = Samples.start("n1", "42", Samples.withTmp("true"));
        assertThat(toldTmp(whole(Container.accepted(asking, JOB, NOON))))
                .containsExactly("/jobs/42/tmp", "/jobs/42/tmp", "/jobs/42/tmp");
        assertThat(toldTmp(whole(accepted))).containsExactly("", "", "");
    }

    private static Container whole(Container container) {
        return container.started("e", JOB, NOON).exited(END).collected(END, JOB, 2, 10, NOON);
    }

    private static List<String> toldTmp(Container container) {
        return container.outbox().stream()
                .map(note -> Contract.read(note.event(), ContainerEvent.class))
                .<String>mapMulti((event, told) -> {
                    switch (event) {
                        case ContainerEvent.Preparing it -> told.accept(it.tmp());
                        case ContainerEvent.Started it -> told.accept(it.tmp());
                        case ContainerEvent.Collected it -> told.accept(it.tmp());
                        default -> {}
                    }
                })
                .toList();
    }

    private static List<Integer> numbers(Container container) {
        return container.outbox().stream().map(Note::number).toList();
    }

    @Test
    void nothingFollowsTheLastWord() {
        var failed = accepted.failed("no", false, NOON);
        assertThatThrownBy(() -> failed.started("e", JOB, NOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> failed.lost("gone", NOON)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDocumentHoldsAllOfIt() {
        for (var container : new Container[] {
            accepted,
            accepted.holding(List.of(0, 2)),
            accepted.holding(List.of(1)).started("e", JOB, NOON),
            accepted.started("e", JOB, NOON).exited(END),
            accepted.started("e", JOB, NOON).exited(END).collected(END, JOB, 1, 2, NOON),
            accepted.failed("why", true, NOON),
            accepted.started("e", JOB, NOON).lost("gone", NOON)
        }) {
            assertThat(ContainerDocument.read(ContainerDocument.whole(container))
                            .container())
                    .isEqualTo(container);
        }
    }

    @Test
    void whatNamesNoDevicesHasTheFirstOnes() {
        var asking = Container.accepted(Samples.start("n1", "42", Samples.withGpus(2)), JOB, NOON);
        assertThat(ContainerDocument.whole(asking)).doesNotContainKey(ContainerDocument.DEVICES);
        assertThat(asking.devices()).containsExactly(0, 1);
        assertThat(asking.holding(List.of(1, 3)).devices()).containsExactly(1, 3);
        assertThat(accepted.devices()).isEmpty();
    }
}
