package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifeSpanTest {
    @ParameterizedTest
    @CsvSource({"1,1", "30s,30", "12h,43200", "7d,604800", "' 7d ',604800", "3650d,315360000", "87600h,315360000"})
    void itIsADurationOfAtMostTenYears(String text, long seconds) {
        assertThat(LifeSpan.parse(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0d", "30m", "-1", "1.5h", "3651d", "87601h", "315360001", "999999999d", "9999999999"})
    void whatIsNoneOrLongerIsRefused(String text) {
        assertThat(LifeSpan.parse(text)).isEmpty();
    }

    @Test
    void oneThatWasTakenBeforeIsTheLongest() {
        assertThat(LifeSpan.stored("999999999d")).hasValue(LifeSpan.MOST_SECONDS);
        assertThat(LifeSpan.stored("2h")).hasValue(7200);
        assertThat(LifeSpan.stored("soon")).isEmpty();
    }
}
