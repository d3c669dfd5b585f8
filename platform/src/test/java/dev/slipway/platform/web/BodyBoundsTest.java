package dev.slipway.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyBoundsTest {
    private final BodyBounds bounds = new BodyBounds(new Config());

    private record Config() implements WebConfig {
        @Override
        public long maxBody() {
            return 100;
        }

        @Override
        public Map<String, Long> bounds() {
            return Map.of("/upload", 150L);
        }

        @Override
        public Optional<Long> bodiesAtOnce() {
            return Optional.of(300L);
        }

        @Override
        public Optional<List<String>> unlimited() {
            return Optional.of(List.of("/internal/tasks"));
        }

        @Override
        public Optional<List<String>> notBuilt() {
            return Optional.empty();
        }
    }

    @Test
    void aPathHasItsOwnBoundOrThatOfAll() {
        assertThat(bounds.of("/upload")).isEqualTo(150);
        assertThat(bounds.of("/api/1.0/task")).isEqualTo(100);
        assertThat(bounds.isUnlimited("/internal/tasks/1/1/uploads")).isTrue();
        assertThat(bounds.isUnlimited("/upload")).isFalse();
    }

    @Test
    void thereIsRoomForSoManyBytesAtOnce() {
        bounds.take(150);
        bounds.take(150);
        assertThatThrownBy(() -> bounds.take(1))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
        bounds.giveBack(150);
        assertThatCode(() -> bounds.take(150)).doesNotThrowAnyException();
    }
}
