package dev.slipway.task.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.task.task.OwnContext;
import dev.slipway.testkit.Backends;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Old use counts less, where that is asked for. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SharesTest {
    private static final LocalDate TODAY = LocalDate.of(2030, 6, 15);

    @Inject
    UsageSums sums;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    @Test
    void useCountsHalfForEachHalfLifeThatHasPassed() {
        used("sharon", 0, 8, 100);
        used("sharon", 7, 8, 100);
        used("sharon", 14, 8, 100);
        used("sharon", 700, 1_000_000, 1e9);
        var share = decayed(7).ofOwner("sharon");
        assertThat(share.cpus()).isCloseTo(8 + 4 + 2, within(1e-9));
        assertThat(share.seconds()).isCloseTo(175, within(1e-9));
        assertThat(decayed(14).ofOwner("sharon").cpus()).isCloseTo(8 + 8 * Math.sqrt(0.5) + 4, within(1e-9));
        assertThat(decayed(7).ofProject("shared").cpus()).isCloseTo(14, within(1e-9));
        assertThat(decayed(7).ofOwner("nobody").cpus()).isZero();
    }

    private Shares decayed(double halfLife) {
        return context.run(() -> Panache.withSession(
                        () -> sums.decayed(List.of("sharon", "nobody"), List.of("shared"), TODAY, halfLife)))
                .await()
                .indefinitely();
    }

    private void used(String owner, int daysAgo, long cpus, double seconds) {
        database.preparedQuery("insert into usage_day (owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds)"
                        + " values ($1, 'shared', $2, 0, 1, $3, 0, 0, $4)")
                .execute(Tuple.of(owner, TODAY.minusDays(daysAgo), cpus, seconds))
                .await()
                .indefinitely();
    }
}
