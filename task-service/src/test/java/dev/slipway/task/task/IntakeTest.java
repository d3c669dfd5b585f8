package dev.slipway.task.task;

import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that stands still. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class IntakeTest {
    private static final Duration LONGEST = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    TaskRepository repository;

    @Inject
    PendingLimits limits;

    @Inject
    Outbox outbox;

    @Inject
    TaskSignals signals;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    private Intake intake;
    private Task first;
    private Task second;

    @BeforeEach
    void tasks() {
        intake = new Intake(repository, limits, outbox, signals, context, database, LONGEST);
        first = fresh();
        second = fresh();
    }

    @AfterEach
    void forget() {
        database.preparedQuery("delete from task where id in ($1, $2)")
                .executeAndAwait(Tuple.of(first.id().number(), second.id().number()));
    }

    @Test
    void whoWaitsTooLongIsToldAndWhoComesLaterIsStored() {
        var holder = database.getConnectionAndAwait();
        try {
            var transaction = holder.beginAndAwait();
            holder.query("lock table task in share row exclusive mode").executeAndAwait();
            assertThatThrownBy(() -> await(intake.store(first)))
                    .isInstanceOfSatisfying(
                            Failure.class, told -> assertThat(told.kind()).isEqualTo(Kind.UNAVAILABLE));
            transaction.rollbackAndAwait();
        } finally {
            holder.closeAndAwait();
        }
        await(intake.store(second));
        assertThat(stored(second)).isEqualTo(1);
    }

    private int stored(Task task) {
        return database.preparedQuery("select 1 from task where id = $1")
                .executeAndAwait(Tuple.of(task.id().number()))
                .size();
    }

    private Task fresh() {
        var like = aTask().created().build();
        return new Task(
                await(repository.nextId()), like.owner(), like.spec(), like.submittedAt(), like.state(), like.course());
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
