package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.platform.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecSizeTest {
    private static final int MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "\u20ac", "\ud83d\ude00"})
    void aScriptHasAMebibyteInWhateverLetters(String letter) {
        var bytes = letter.getBytes(StandardCharsets.UTF_8).length;
        var largest = letter.repeat(MEBIBYTE / bytes);
        assertThatCode(() -> SpecSize.mustBeSendable(spec(largest, List.of()))).doesNotThrowAnyException();
        assertThat(refusal(spec(largest + letter, List.of()))).startsWith("script: more than 1048576 bytes");
    }

    @Test
    void allTextsTogetherFitIntoACommandAlsoWhereJsonMakesThemLonger() {
        assertThat(refusal(spec("\u0001".repeat(MEBIBYTE / 2 + 1), List.of()))).startsWith("task: ");
        assertThat(refusal(spec("true", Collections.nCopies(4, "u".repeat(MEBIBYTE)))))
                .startsWith("task: ");
        assertThatCode(() -> SpecSize.mustBeSendable(spec("x".repeat(MEBIBYTE), List.of("u".repeat(MEBIBYTE)))))
                .doesNotThrowAnyException();
    }

    private static String refusal(TaskSpec spec) {
        var failure = catchThrowableOfType(Failure.class, () -> SpecSize.mustBeSendable(spec));
        assertThat(failure.kind()).isEqualTo(Failure.Kind.TOO_LARGE);
        return failure.sentence();
    }

    private static TaskSpec spec(String script, List<String> uris) {
        return new TaskSpec(
                "hello",
                "",
                List.of(),
                "default",
                "slipway/base:latest",
                script,
                false,
                true,
                new Demand(1, 1, 0),
                List.of(),
                uris,
                OptionalInt.empty(),
                "docker",
                false);
    }
}
