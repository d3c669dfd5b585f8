package dev.slipway.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a b/ü%2e", "...", "a..b/.hidden", "a\\b", "a\nb"})
    void aSoundPathIsTakenToTheLetter(String path) {
        assertThat(FilePath.reported("f", path).text()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "..", "a/..", "../a", "a/../b", ".", "a/./b", "a\0b"})
    void aNodeIsRefusedAnyOtherPath(String path) {
        assertThatThrownBy(() -> FilePath.reported("files[0].path", path))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("files[0].path");
    }

    @Test
    void fourThousandNinetySixBytesAreTheMost() {
        assertThat(FilePath.reported("f", "ü".repeat(2048)).text()).hasSize(2048);
        assertThatThrownBy(() -> FilePath.reported("f", "ü".repeat(2048) + "x")).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|''", "/|''", "//|''", "a/|a", "/a//b///c/|a/b/c", "a b|a b"})
    void whoAsksIsForgivenSlashes(String asked, String meant) {
        assertThat(FilePath.requested(asked).text()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/../etc/passwd", "a/../../b", "a/./b", "a\0"})
    void whoAsksForWhatIsOutsideIsForbidden(String asked) {
        assertThatThrownBy(() -> FilePath.requested(asked))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Failure.Kind.FORBIDDEN));
    }
}
