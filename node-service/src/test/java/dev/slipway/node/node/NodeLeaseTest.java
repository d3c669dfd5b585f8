package dev.slipway.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeLeaseTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LENGTH = Duration.ofMinutes(4);

    private final NodeLease lease = new NodeLease(LENGTH, NOON);

    @Test
    void itEndsWhenNothingWasHeardForItsLength() {
        lease.renew(NOON.plusSeconds(60));
        assertThat(lease.isOver(NOON.plusSeconds(300))).isFalse();
        assertThat(lease.isOver(NOON.plusSeconds(301))).isTrue();
        lease.renew(NOON.plusSeconds(302));
        assertThat(lease.isOver(NOON.plusSeconds(303))).isFalse();
    }

    @Test
    void aStartDoesNotRenewIt() {
        lease.inherit(NOON.minusSeconds(200));
        assertThat(lease.isOver(NOON.plusSeconds(40))).isFalse();
        assertThat(lease.isOver(NOON.plusSeconds(41))).isTrue();
    }

    @Test
    void aProcessHasHalfAMinuteToReachKafka() {
        lease.inherit(NOON.minusSeconds(100_000));
        assertThat(lease.isOver(NOON.plusSeconds(30))).isFalse();
        assertThat(lease.isOver(NOON.plusSeconds(31))).isTrue();
        lease.renew(NOON.plusSeconds(32));
        assertThat(lease.isOver(NOON.plusSeconds(33))).isFalse();
    }

    @Test
    void whatWasHeardOfThisProcessIsNewerThanAnythingInherited() {
        lease.renew(NOON.plusSeconds(2));
        lease.inherit(NOON.minusSeconds(200));
        assertThat(lease.heardAt()).contains(NOON.plusSeconds(2));
    }

    @Test
    void whatIsKnownOfNobodyBeforeIsTheStart() {
        assertThat(lease.isOver(NOON.plus(LENGTH))).isFalse();
        assertThat(lease.isOver(NOON.plus(LENGTH).plusMillis(1))).isTrue();
        assertThat(lease.heardAt()).isEmpty();
    }
}
