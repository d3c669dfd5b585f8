package dev.slipway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    @Test
    void aFreshKeyHas32LettersAndDigitsAndIsNobodyElses() {
        var random = new SecureRandom();
        var keys = IntStream.range(0, 1000)
                .mapToObj(_ -> ApiKey.fresh(random).text())
                .toList();
        assertThat(keys).allMatch(it -> it.matches("[A-Z0-9]{32}")).doesNotHaveDuplicates();
    }

    @Test
    void aKeyOfTheOldLengthIsStillOne() {
        assertThat(new ApiKey("A1B2C3D4E5").text()).isEqualTo("A1B2C3D4E5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SHORT", "with a space in it", "UMLÄUTUMLÄUT", "TRAILINGLINE\n"})
    void whatCannotBeSentIsNoKey(String text) {
        assertThatThrownBy(() -> new ApiKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLogLineShowsNoKey() {
        assertThat("" + new ApiKey("A1B2C3D4E5")).doesNotContain("A1B2");
    }
}
