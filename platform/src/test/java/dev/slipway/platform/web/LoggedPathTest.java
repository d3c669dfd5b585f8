package dev.slipway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedPathTest {
    @ParameterizedTest
    @CsvSource({
        "/api/1.0/task/42/share/s3cret/files/a/b.txt, /api/1.0/task/42/share/***/files/a/b.txt",
        "/internal/tasks/42/share/s3cret, /internal/tasks/42/share/***",
        "/api/1.0/app/s3cret, /api/1.0/app/***",
        "/api/1.0/task/42/share, /api/1.0/task/42/share",
        "/api/v1/tasks/42/shares/7, /api/v1/tasks/42/shares/7",
    })
    void noLogTellsAToken(String path, String logged) {
        assertThat(LoggedPath.of(path)).isEqualTo(logged);
    }
}
