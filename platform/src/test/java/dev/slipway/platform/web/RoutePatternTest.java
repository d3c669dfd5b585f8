package dev.slipway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutePatternTest {
    @ParameterizedTest
    @CsvSource({
        "GET /task/*, GET, /task/1, true",
        "GET /task/*, GET, /task/1/files, false",
        "GET /task/*, GET, /task, false",
        "GET /task/*, PUT, /task/1, false",
        "* /nodes/**, DELETE, /nodes, true",
        "* /nodes/**, GET, /nodes/a/b, true",
        "* /nodes/**, GET, /nodesx, false",
        "GET /a.b, GET, /axb, false",
    })
    void matchesByMethodAndSegments(String line, String method, String path, boolean expected) {
        assertThat(RoutePattern.parse(line).matches(method, path)).isEqualTo(expected);
    }

    @Test
    void aLineThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RoutePattern.parse("/task"));
        assertThatIllegalArgumentException().isThrownBy(() -> RoutePattern.parse("GET task"));
    }
}
