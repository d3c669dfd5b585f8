package dev.slipway.task.task;

import dev.slipway.platform.reactive.CallersLoop;
import dev.slipway.task.task.TaskQuery.Stage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks there are. Counted from the tasks themselves, so that the numbers cannot drift; anybody may ask, so that
 * one count serves all who ask within a moment.
 */
@ApplicationScoped
public class Counts {
    private static final Duration FOR_STATES = Duration.ofSeconds(1);
    private static final Duration FOR_IMAGES = Duration.ofSeconds(10);

    private final Shared<Map<String, Long>> states;
    private final Shared<Long> ending;
    private final Shared<Map<String, Long>> images;

    Counts(TaskSearch search, OwnContext context, InstantSource clock) {
        states = new Shared<>(context, clock, search::states, FOR_STATES);
        ending = new Shared<>(context, clock, search::ending, FOR_STATES);
        images = new Shared<>(context, clock, search::images, FOR_IMAGES);
    }

    /** Tasks that are not over and that far: arrays, and all of their children. */
    public Uni<Long> live(Set<Stage> stages) {
        return states.get()
                .map(counts -> stages.contains(Stage.LIVE)
                        ? counts.values().stream().mapToLong(it -> it).sum()
                        : stages.stream()
                                .mapToLong(it -> counts.getOrDefault(word(it), 0L))
                                .sum());
    }

    private static String word(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** Those of them whose end was asked for. */
    public Uni<Long> ending() {
        return ending.get();
    }

    /** Tasks of each image that are kept, over or not. */
    public Uni<Map<String, Long>> images() {
        return images.get();
    }

    /** One reading at a time, on a context of its own: it must not belong to the first who asks. A failed one is not kept. */
    private static final class Shared<T> {
        private final OwnContext context;
        private final InstantSource clock;
        private final Supplier<Uni<T>> reading;
        private final Duration life;
        private Instant until = Instant.EPOCH;
        private @Nullable Uni<T> kept;

        Shared(OwnContext context, InstantSource clock, Supplier<Uni<T>> reading, Duration life) {
            this.context = context;
            this.clock = clock;
            this.reading = reading;
            this.life = life;
        }

        Uni<T> get() {
            return Uni.createFrom().deferred(() -> kept().emitOn(CallersLoop.now()));
        }

        private synchronized Uni<T> kept() {
            var last = kept;
            if (last == null || until.isBefore(clock.instant())) {
                until = clock.instant().plus(life);
                last = context.run(() -> Panache.withSession(reading))
                        .onFailure()
                        .invoke(this::forget)
                        .memoize()
                        .indefinitely();
                kept = last;
            }
            return last;
        }

        private synchronized void forget() {
            until = Instant.EPOCH;
        }
    }
}
