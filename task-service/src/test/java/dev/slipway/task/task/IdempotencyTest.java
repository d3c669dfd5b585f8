package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request with a key makes one task, however often and however close together it is sent. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class IdempotencyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Caller IDA = new Caller("ida", Set.of(Caller.USER), Set.of());
    private static final Caller OLE = new Caller("ole", Set.of(Caller.USER), Set.of());

    @Inject
    Submissions submissions;

    @Inject
    Idempotency idempotency;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void accounts() {
        Accounts.announce("ida", 4101);
        Accounts.announce("ole", 4102);
    }

    @Test
    void theSameRequestAgainIsAnsweredWithTheSameTask() {
        var before = tasksOf("ida");
        var first = submit(key, "a", IDA);
        assertThat(submit(key, "a", IDA).id()).isEqualTo(first.id());
        assertThat(tasksOf("ida")).isEqualTo(before + 1);
    }

    @Test
    void theSameKeyForAnotherRequestIsAConflict() {
        submit(key, "a", IDA);
        var before = tasksOf("ida");
        assertThatThrownBy(() -> submit(key, "b", IDA))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Kind.CONFLICT));
        assertThat(tasksOf("ida")).isEqualTo(before);
    }

    @Test
    void whatWasRemovedIsNotMadeASecondTime() {
        var first = submit(key, "a", IDA);
        database.preparedQuery("delete from task where id = $1")
                .execute(Tuple.of(first.id().number()))
                .await()
                .atMost(PATIENCE);
        assertThatThrownBy(() -> submit(key, "a", IDA))
                .hasMessage("Idempotency-Key: has made task %s, which was removed".formatted(first.id()))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void keysBelongToTheirAccounts() {
        assertThat(submit(key, "a", IDA).id())
                .isNotEqualTo(submit(key, "b", OLE).id());
    }

    @Test
    void equalRequestsAtTheSameTimeMakeOneTask() {
        var before = tasksOf("ida");
        var all =
                IntStream.range(0, 20).mapToObj(_ -> submitting(key, "a", IDA)).toList();
        List<Task> made = Uni.join().all(all).andCollectFailures().await().atMost(PATIENCE);
        assertThat(made.stream().map(Task::id).distinct()).hasSize(1);
        assertThat(tasksOf("ida")).isEqualTo(before + 1);
    }

    @Test
    void aRefusedTaskLeavesItsKeyFree() {
        var parent = submission(Optional.of(Long.MAX_VALUE));
        assertThatThrownBy(() -> run(() -> submissions.submit(parent, keyOf(key, "a"), IDA)))
                .isInstanceOf(Failure.class);
        assertThat(submit(key, "b", IDA)).isNotNull();
    }

    @Test
    void aKeyCountsForADay() {
        var first = submit(key, "a", IDA);
        database.preparedQuery("update idempotency set made_at = now() - interval '25 hours' where key = $1")
                .execute(Tuple.of(key))
                .await()
                .atMost(PATIENCE);
        var second = submit(key, "b", IDA);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(submit(key, "b", IDA).id()).isEqualTo(second.id());
    }

    @Test
    void oldKeysAreSweptAndNewOnesAreNot() {
        submit(key, "a", IDA);
        submit(key + "-old", "a", IDA);
        database.preparedQuery("update idempotency set made_at = now() - interval '25 hours' where key = $1")
                .execute(Tuple.of(key + "-old"))
                .await()
                .atMost(PATIENCE);
        idempotency.sweep().await().atMost(PATIENCE);
        assertThat(count("select count(*) from idempotency where key = $1", key))
                .isEqualTo(1);
        assertThat(count("select count(*) from idempotency where key = $1", key + "-old"))
                .isZero();
    }

    @Test
    void aKeyIsOneToTwoHundredFiftyFiveVisibleCharacters() {
        for (var bad : List.of("", "two words", "x".repeat(256), "\u00e4")) {
            assertThatThrownBy(() -> keyOf(bad, "a")).hasMessageContaining(RequestKey.HEADER);
        }
        assertThat(RequestKey.ofTexts(Optional.of(key), List.of("ab", "c")))
                .isNotEqualTo(RequestKey.ofTexts(Optional.of(key), List.of("a", "bc")));
        assertThat(RequestKey.ofTexts(Optional.empty(), List.of("a"))).isEmpty();
    }

    private Task submit(String name, String content, Caller caller) {
        return submitting(name, content, caller).await().atMost(PATIENCE);
    }

    private Uni<Task> submitting(String name, String content, Caller caller) {
        return context.run(() -> submissions.submit(submission(Optional.empty()), keyOf(name, content), caller));
    }

    private <T> T run(Supplier<Uni<T>> work) {
        return context.run(work).await().atMost(PATIENCE);
    }

    private static Optional<RequestKey> keyOf(String name, String content) {
        return RequestKey.ofTexts(Optional.of(name), List.of(content));
    }

    private static Submission submission(Optional<Long> parent) {
        var spec = ATask.aTask().build().spec();
        var needs = parent.map(it -> new Needs(
                        List.of(),
                        List.of(it),
                        List.of(),
                        "public",
                        Optional.empty(),
                        0,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()))
                .orElse(Needs.NONE);
        return new Submission(Optional.empty(), true, spec.with(needs), List.of());
    }

    private long tasksOf(String owner) {
        return count("select count(*) from task where owner = $1", owner);
    }

    private long count(String query, String parameter) {
        return database.preparedQuery(query)
                .execute(Tuple.of(parameter))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
