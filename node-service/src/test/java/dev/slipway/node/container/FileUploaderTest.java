package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FileUploaderTest {
    @Test
    void aStoreThatDoesNotAnswerIsNotWaitedForWithoutEnd() {
        assertThat(patience(0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(patience(5L << 30)).isBetween(Duration.ofMinutes(80), Duration.ofHours(2));
    }

    private static Duration patience(long size) {
        return FileUploader.request(URI.create("http://127.0.0.1/x"), BodyPublishers.noBody(), size)
                .timeout()
                .orElseThrow();
    }
}
