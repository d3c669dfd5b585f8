package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.reactive.Statements;
import dev.slipway.testkit.Backends;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Statements past Hibernate's queries, in its transactions. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StatementsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEAD = """
            insert into outbox_dead (id, topic, key, event, made_at, reason)
            values (-4711, 'topic', 'undone', '{}', now(), 'a test')""";

    @Inject
    OwnContext context;

    @Test
    void timesAndNothingGoThereAndBack() {
        var now = Instant.parse("2026-11-28T18:00:00.123456Z");
        var row = inSession(() -> Statements.rows("select cast($1 as timestamptz), cast($2 as text)", now, null))
                .getFirst();
        assertThat(Statements.instant(row[0])).isEqualTo(now);
        assertThat(row[1]).isNull();
    }

    @Test
    void aChangeIsSeenInItsTransactionAndUndoneWithIt() {
        var seen = await(() -> Panache.withTransaction(() -> Statements.change(DEAD)
                .chain(changed -> dead().invoke(rows -> assertThat(rows).hasSize(changed)))
                .call(() -> Panache.currentTransaction().invoke(it -> it.markForRollback()))));
        assertThat(seen).hasSize(1);
        assertThat(inSession(StatementsTest::dead)).isEmpty();
    }

    private static Uni<List<Object[]>> dead() {
        return Statements.rows("select id from outbox_dead where key = $1", "undone");
    }

    private <T> T inSession(Supplier<Uni<T>> work) {
        return await(() -> Panache.withSession(work));
    }

    private <T> T await(Supplier<Uni<T>> work) {
        return context.run(work).await().atMost(PATIENCE);
    }
}
