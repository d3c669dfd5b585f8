package dev.slipway.auth.credential;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final Attempts attempts = new Attempts(() -> now);

    @Test
    void tenFailuresFromOnePlaceCloseTheAccountThereForAMinuteAndNowhereElse() {
        for (int i = 0; i < 10; i++) {
            attempts.mustBeFew("alice", "198.51.100.1");
            attempts.failed("alice", "198.51.100.1");
        }
        assertThatThrownBy(() -> attempts.mustBeFew("alice", "198.51.100.1")).isInstanceOf(Failure.class);
        assertThatCode(() -> attempts.mustBeFew("alice", "198.51.100.2")).doesNotThrowAnyException();
        assertThatCode(() -> attempts.mustBeFew("bob", "198.51.100.1")).doesNotThrowAnyException();
        now = now.plusSeconds(60);
        assertThatCode(() -> attempts.mustBeFew("alice", "198.51.100.1")).doesNotThrowAnyException();
    }

    @Test
    void whoTriesManyAccountsIsStoppedToo() {
        for (int i = 0; i < 100; i++) {
            attempts.failed("user" + i, "198.51.100.1");
        }
        assertThatThrownBy(() -> attempts.mustBeFew("another", "198.51.100.1")).isInstanceOf(Failure.class);
    }

    @Test
    void manyPlacesTogetherAreStoppedToo() {
        for (int i = 0; i < 100; i++) {
            attempts.failed("alice", "198.51.100." + i);
        }
        assertThatThrownBy(() -> attempts.mustBeFew("alice", "203.0.113.1")).isInstanceOf(Failure.class);
    }

    @Test
    void aLongLoginIsCountedAsAnyOther() {
        var login = "x".repeat(1_000_000);
        for (int i = 0; i < 10; i++) {
            attempts.failed(login, "198.51.100.1");
        }
        assertThatThrownBy(() -> attempts.mustBeFew(login, "198.51.100.1")).isInstanceOf(Failure.class);
    }
}
