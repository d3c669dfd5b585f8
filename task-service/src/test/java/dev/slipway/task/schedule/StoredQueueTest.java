package dev.slipway.task.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.QueueMark;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue in the store while others write it. No node has so many processors: nobody else places these tasks. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StoredQueueTest {
    @Inject
    BoardReader reader;

    @Inject
    Placements placements;

    @Inject
    Rights rights;

    @Inject
    Leases leases;

    @Inject
    TaskRepository tasks;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    @BeforeEach
    void account() {
        Accounts.announce("quinn", 5811);
    }

    @AfterEach
    void nothingWaits() {
        as().delete("/api/1.0/user/quinn/task").then().statusCode(200);
    }

    /** A replica stood still between the moment its clock said and its commit, while the leader looked twice. */
    @Test
    void whatIsCommittedLateIsFoundByTheNextLook() {
        var id = submit(",\"held\":true");
        var before = read(new Board(rights), QueueMark.NONE);
        var slow = done(database.getConnection());
        try {
            var transaction = done(slow.begin());
            done(slow.query(
                            "update task set state = 'pending', queued_at = now() - interval '1 hour', version = version + 1"
                                    + " where id = " + id)
                    .execute());
            // Others go on meanwhile.
            var other = submit("");
            var board = new Board(rights);
            var meanwhile = read(board, read(new Board(rights), before));
            assertThat(waits(board, other)).isTrue();
            assertThat(waits(board, id)).isFalse();
            done(transaction.commit());
            var later = new Board(rights);
            read(later, meanwhile);
            assertThat(waits(later, id)).isTrue();
        } finally {
            done(slow.close());
        }
    }

    /** A look costs what is new: what was read before comes no more when nobody is under way. */
    @Test
    void whatWasReadBeforeIsNotReadAgain() {
        var id = submit("");
        var first = new Board(rights);
        var mark = read(first, QueueMark.NONE);
        assertThat(waits(first, id)).isTrue();
        var second = new Board(rights);
        mark = read(second, mark);
        var third = new Board(rights);
        read(third, mark);
        assertThat(waits(third, id)).isFalse();
    }

    /** Two transactions waited for each other, and ours was sent back: that is no fault of the task. */
    @Test
    void whatMeetsAnotherTransactionIsTriedAgain() {
        var id = submit("");
        done(database.query("""
                create sequence sent_back;
                create function send_back() returns trigger language plpgsql as $$
                begin
                  if new.task = %d then
                    if nextval('sent_back') <= 2 then
                      raise exception 'deadlock detected' using errcode = '40P01';
                    end if;
                  end if;
                  return new;
                end $$;
                create trigger send_back before insert on attempt for each row execute function send_back()""".formatted(id)).execute());
        try {
            var batch = new Placements.Batch(List.of(new Placement(id, shape(id), "no-node", 0)), List.of());
            var lease = done(leases.acquire(Lease.none("test-" + UUID.randomUUID())));
            assertThat(await(() -> placements.carryOut(batch, lease)).placed()).hasSize(1);
        } finally {
            done(database.query("drop trigger send_back on attempt; drop function send_back; drop sequence sent_back")
                    .execute());
        }
        done(database.query("update attempt set ended_at = now(), freed_at = now() where task = " + id)
                .execute());
        done(database.query("update task set state = 'pending', version = version + 1 where id = " + id)
                .execute());
    }

    /** Children that were touched before wait with the others. */
    @Test
    void aReleasedArrayWaitsAsAWhole() {
        var array = submit(",\"held\":true,\"array\":\"3\"");
        // What cannot be resumed keeps that it was asked for.
        as().post("/api/v1/tasks/" + (array + 2) + "/resume");
        assertThat(done(database.query("select id from task where id = " + (array + 2))
                                .execute())
                        .size())
                .isEqualTo(1);
        as().post("/api/v1/tasks/" + array + "/release").then().statusCode(200);
        var board = new Board(rights);
        read(board, QueueMark.NONE);
        for (long child = array + 1; child <= array + 3; child++) {
            assertThat(waits(board, child)).isTrue();
        }
    }

    private QueueMark read(Board board, QueueMark since) {
        return await(() -> Panache.withSession(() -> reader.read(board, since)));
    }

    private Shape shape(long id) {
        return await(() -> Panache.withSession(() -> tasks.require(new TaskId(id))))
                .shape();
    }

    private static boolean waits(Board board, long id) {
        return board.first(new TaskId(id), new TaskId(id)).isPresent();
    }

    private <T> T await(Supplier<Uni<T>> work) {
        return done(context.run(work));
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(20));
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("quinn")).contentType("application/json");
    }

    private static long submit(String members) {
        return as().body("{\"image\":\"slipway/base:latest\",\"script\":\"true\",\"cpus\":4000" + members + "}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }
}
