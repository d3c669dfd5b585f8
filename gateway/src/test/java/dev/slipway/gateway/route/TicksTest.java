package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {
    @ParameterizedTest
    @ValueSource(strings = {"PT0.004S", "PT0.1S", "PT2S", "PT8S", "PT8.5S", "PT60S", "PT10M"})
    void soManyOfThemAreTheSilenceThatWasSet(Duration silence) {
        var ticks = Ticks.in(silence);
        assertThat(ticks.millis()).isBetween(1L, 1000L);
        assertThat(Duration.ofMillis(ticks.millis() * ticks.patience()))
                .isBetween(silence, silence.plusMillis(ticks.millis()));
    }
}
