package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "//, /",
        "//api/1.0/ping, /api/1.0/ping",
        "/api//1.0///ping//, /api/1.0/ping/",
        "/files/a%20b, /files/a%20b",
        "/files/a%2Fb, /files/a%2Fb",
        "/files/a..b, /files/a..b",
        "/files/..., /files/...",
        "/files/.hidden, /files/.hidden",
        "/files/%252e%252e, /files/%252e%252e"
    })
    void collapsesSlashesAndLeavesTheRest(String sent, String text) {
        assertThat(RequestPath.read(sent).text()).isEqualTo(text);
    }

    @Test
    void isRoutedByWhatTheServiceWillRead() {
        assertThat(RequestPath.read("/%69nternal/x")).isEqualTo(new RequestPath("/%69nternal/x", "/internal/x"));
        assertThat(RequestPath.read("/a/%66iles/%2F%7e").plain()).isEqualTo("/a/files/%2F~");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/api/../internal",
                "/api/..",
                "/api/%2e%2e/internal",
                "/api/%2E./internal",
                "/api/.%2e",
                "/files/..%2f..%2fetc",
                "/files/x%2F%2e%2e",
                "/files/..\\x",
                "/files/a\\..",
                "/files/..%5cx",
                "/files/..;a=b/x",
                "/files/..%3b/x",
                "/a//../b",
                "/%",
                "/%4",
                "/%zz"
            })
    void refusesWhatClimbsOrIsBroken(String sent) {
        assertThatThrownBy(() -> RequestPath.read(sent)).isInstanceOfSatisfying(Failure.class, it -> {
            assertThat(it.kind()).isEqualTo(Failure.Kind.INVALID);
            assertThat(it.sentence()).startsWith("path: ");
        });
    }

    @Test
    void refusesWhatIsNotAPath() {
        assertThatThrownBy(() -> RequestPath.read("*")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> RequestPath.read("")).isInstanceOf(Failure.class);
    }
}
