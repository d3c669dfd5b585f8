package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that can become of tasks is counted so that it can be counted again, and no fault in it is overlooked. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class RecountHistoryTest {
    private static final TestNode NODE = new TestNode("history-node");
    private static final List<String> TABLES = List.of("usage_ledger", "usage_day", "attempt");

    @Inject
    Pool database;

    /** Other tests have told what cannot be, and put in what never was: of that nothing counts here. */
    @BeforeEach
    void nothingWasBefore() {
        Accounts.announce("admin", 4600);
        Accounts.announce("hanna", 4601, List.of("history"));
        Projects.announce("history", "hanna", "hanna");
        guarded(() -> sql("truncate usage_ledger, usage_day, attempt, attempt_port, bill, usage_mark"));
    }

    @Test
    void aHistoryIsCountedAgainAndEveryFaultInItIsFound() {
        var ids = history();
        var sound = recount();
        assertThat(sound.getList("differences")).isEmpty();
        assertThat(sound.getBoolean("same")).isTrue();
        // Three children, one killed, three of the retried, two of the rescheduled, one lost, one given up, two of the
        // project.
        assertThat(sound.getLong("attempts")).isEqualTo(13);
        assertThat(sound.getLong("entries")).isEqualTo(14);
        assertThat(sound.getLong("forgotten")).isEqualTo(1);
        for (var table : TABLES) {
            sql("create table kept_%1$s as select * from %1$s".formatted(table));
        }
        try {
            faults(ids);
            assertThat(recount().getBoolean("same")).isTrue();
        } finally {
            for (var table : TABLES) {
                sql("drop table kept_" + table);
            }
        }
    }

    /** Each with the words by which it is found. */
    private void faults(Ids ids) {
        fault(
                "update usage_ledger set seconds = seconds + 1 where task = " + ids.killed,
                "different " + ids.killed + "-1");
        fault(
                "update usage_ledger set cpus = cpus + 1 where task = " + (ids.array + 2),
                "different " + (ids.array + 2) + "-1");
        fault("update usage_ledger set owner = 'x' where task = " + ids.killed, "different " + ids.killed + "-1");
        fault(
                "update attempt set ram_gb = ram_gb + 1 where number = 2 and task = " + ids.retried,
                "different " + ids.retried + "-2");
        fault(
                "update attempt set gpus = 1 where number = 1 and task = " + ids.rescheduled,
                "different " + ids.rescheduled + "-1");
        fault(
                "update usage_ledger set counts = not counts where attempt = 3 and task = " + ids.retried,
                "different " + ids.retried + "-3");
        fault("update usage_ledger set epoch = epoch + 1 where task = " + ids.project, "day hanna history");
        fault("delete from usage_ledger where attempt = 1 and task = " + ids.retried, "missing " + ids.retried + "-1");
        fault("delete from usage_ledger where task = " + ids.killed, "untold " + ids.killed + "-1");
        fault("delete from attempt where task = " + ids.project, "unproved " + ids.project + "-1");
        // All tables agree, and the node has told otherwise, or nothing.
        alike("cpus = cpus + 1", ids.rescheduled);
        alike("ram_gb = ram_gb + 1", ids.killed);
        alike("gpus = gpus + 1", ids.project);
        fault("""
                insert into attempt (task, number, node, cpus, ram_gb, gpus, ports, placed_at, started_at, ended_at, freed_at, outcome)
                select task, 7, node, cpus, ram_gb, gpus, ports, placed_at, started_at, ended_at, freed_at, 'exited'
                from attempt where number = 1 and task = %1$d;
                insert into usage_ledger (task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds)
                select task, 7, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds
                from usage_ledger where attempt = 1 and task = %1$d""".formatted(ids.project), "unheard " + ids.project + "-7");
        // The task is gone, and its attempts: what its node told is left.
        fault("update usage_ledger set project = 'x' where task = " + ids.removed, "untold " + ids.removed + "-1");
        fault(
                "update usage_ledger set ended_at = ended_at - interval '1 second' where task = " + ids.removed,
                "untold " + ids.removed + "-1");
        fault(
                "update usage_ledger set seconds = seconds + 1 where task = " + ids.removed,
                "untold " + ids.removed + "-1");
        fault("delete from usage_ledger where task = " + ids.removed, "day hanna default");
        fault("update usage_day set tasks = tasks + 1 where project = 'default'", "day hanna default");
        fault("update usage_day set seconds = seconds - 1 where project = 'history'", "day hanna history");
        fault("delete from usage_day where project = 'history'", "day hanna history");
        fault(
                "insert into usage_day select 'nobody', project, day, epoch, tasks, cpus, ram_gb, gpus, seconds"
                        + " from usage_day limit 1",
                "day nobody");
    }

    /** The same wrong change to the first attempt and to its entry. */
    private void alike(String change, long task) {
        fault("""
                update attempt set %1$s where number = 1 and task = %2$d;
                update usage_ledger set %1$s where attempt = 1 and task = %2$d""".formatted(change, task), "untold " + task + "-1");
    }

    private void fault(String statement, String found) {
        guarded(() -> sql(statement));
        var words = recount();
        assertThat(words.getBoolean("same")).as(statement).isFalse();
        assertThat(words.<String>getList("differences.collect { it.kind + ' ' + it.what }"))
                .as(statement)
                .anyMatch(it -> it.startsWith(found));
        guarded(() -> TABLES.forEach(it -> {
            sql("truncate " + it);
            sql("insert into %1$s select * from kept_%1$s".formatted(it));
        }));
    }

    private record Ids(long array, long killed, long retried, long rescheduled, long project, long removed) {}

    private Ids history() {
        var ids = new Ids[1];
        NODE.serving(1_000, 100_000, () -> {
            var array = ask("", "\"values\":null", "\"values\":\"3\"");
            NODE.run(NODE.start(array + 1), 0);
            NODE.run(NODE.start(array + 2), 3);
            NODE.failed(NODE.start(array + 3), "no such image");
            var killed = ask("");
            var start = begun(killed, 1);
            var waiting = ask("", "\"primary\":null", "\"primary\":\"created\"");
            kill(waiting);
            kill(killed);
            NODE.end(start, 143);
            var retried = ask("", "\"cpu\":1", "\"cpu\":1,\"failure_policy\":2");
            NODE.lost(begun(retried, 1), "gone");
            NODE.lost(NODE.start(retried, 2), "gone before it began");
            NODE.run(NODE.start(retried, 3), 0);
            var rescheduled = ask("");
            start = begun(rescheduled, 1);
            as("hanna").get(TASK + "/" + rescheduled + "/reschedule").then().statusCode(200);
            NODE.end(start, 143);
            NODE.run(NODE.start(rescheduled, 2), 0);
            var lost = ask("", "\"cpu\":1", "\"cpu\":1,\"failure_policy\":0");
            NODE.lost(begun(lost, 1), "gone for good");
            // Nobody holds it any more, is what counts; its node tells later that it had ended before.
            var given = ask("");
            start = begun(given, 1);
            var ended = Instant.now();
            kill(given);
            NODE.lost(start, "nobody holds it");
            awaitPrimary("hanna", given, "over");
            NODE.collected(start, 0, ended.minusSeconds(5), ended);
            // The clock of its node goes ahead: it has ended after the counters of its project began anew.
            var project = ask("\"user\":{\"project\":\"history\"},");
            var later = Instant.now().plusSeconds(40);
            NODE.collected(NODE.start(project), 0, later.minusSeconds(5), later);
            var removed = ask("");
            NODE.run(NODE.start(removed), 0);
            for (var it : List.of(array, killed, waiting, retried, rescheduled, lost, given, project, removed)) {
                awaitPrimary("hanna", it, "over");
            }
            as("hanna").delete(TASK + "/" + removed + "/archive").then().statusCode(200);
            as("hanna").get(TASK + "/" + killed + "/archive").then().statusCode(200);
            asAdmin().delete("/api/1.0/project/history/quota").then().statusCode(200);
            var after = ask("\"user\":{\"project\":\"history\"},");
            NODE.run(NODE.start(after), 0);
            awaitPrimary("hanna", after, "over");
            ids[0] = new Ids(array, killed, retried, rescheduled, project, removed);
        });
        return ids[0];
    }

    private static ContainerCommand.Start begun(long id, int attempt) {
        var start = NODE.start(id, attempt);
        NODE.begin(start);
        TestNode.eventually(() -> assertThat(GoDocker.document("hanna", id).getString("container.status"))
                .isEqualTo("ready"));
        return start;
    }

    private static long ask(String more) {
        return submit("hanna", task(more));
    }

    private static long ask(String more, String instead, String of) {
        return submit("hanna", task(more).replace(instead, of));
    }

    private static void kill(long id) {
        as("hanna").delete(TASK + "/" + id).then().statusCode(200);
    }

    private static JsonPath recount() {
        return asAdmin()
                .post("/api/v1/usage/recompute")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Past the guard of the ledger, as only the owner of the database can. */
    private void guarded(Runnable work) {
        sql("alter table usage_ledger disable trigger usage_ledger_only_grows");
        try {
            work.run();
        } finally {
            sql("alter table usage_ledger enable trigger usage_ledger_only_grows");
        }
    }

    private void sql(String statement) {
        database.query(statement).execute().await().atMost(Duration.ofSeconds(20));
    }
}
