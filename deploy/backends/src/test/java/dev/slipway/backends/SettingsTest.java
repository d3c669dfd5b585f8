package dev.slipway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void onlyTheFolderAndTheKeysMustBeSaid() {
        var settings = Settings.from(environment());
        assertThat(settings.data()).isAbsolute();
        assertThat(settings.kafkaPort()).isEqualTo(18090);
        assertThat(settings.postgresPort()).isEqualTo(18091);
        assertThat(settings.mongodbPort()).isEqualTo(18092);
        assertThat(settings.s3Port()).isEqualTo(18093);
        assertThat(settings.kafkaControllerPort()).isEqualTo(18094);
        assertThat(settings.healthPort()).isEqualTo(18095);
        assertThat(settings.parent()).isEmpty();
        assertThat(settings.fsync()).isTrue();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> Settings.from(Map.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessage("SLIPWAY_DATA is not set, and has no default");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertRefused(
                "SLIPWAY_KAFKA_PORT", "http", "SLIPWAY_KAFKA_PORT is 'http', which is not a port between 1 and 65535");
        assertRefused(
                "SLIPWAY_S3_PORT", "65536", "SLIPWAY_S3_PORT is '65536', which is not a port between 1 and 65535");
        assertRefused(
                "SLIPWAY_PARENT_PID",
                "-4",
                "SLIPWAY_PARENT_PID is '-4', which is not a process id between 1 and 2147483647");
        assertRefused("SLIPWAY_FSYNC", "no", "SLIPWAY_FSYNC is 'no', which is neither true nor false");
    }

    @Test
    void theKeysAreNotPrinted() {
        assertThat(Settings.from(environment())).asString().doesNotContain("secret");
    }

    private static void assertRefused(String name, String value, String sentence) {
        var environment = environment();
        environment.put(name, value);
        assertThatThrownBy(() -> Settings.from(environment))
                .isInstanceOf(BadSetting.class)
                .hasMessage(sentence);
    }

    private static Map<String, String> environment() {
        return new HashMap<>(
                Map.of("SLIPWAY_DATA", "data", "SLIPWAY_S3_ACCESS_KEY", "access", "SLIPWAY_S3_SECRET_KEY", "secret"));
    }
}
