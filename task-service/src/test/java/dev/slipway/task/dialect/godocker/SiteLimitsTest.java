package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a site allows its users: waiting and running tasks, life spans, root, arrays of a hundred thousand. Cases 20, 23, 61.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(SiteLimitsTest.Site.class)
class SiteLimitsTest {
    private static final TestNode NODE = new TestNode("site-node");
    private static final String HUNDRED_THOUSAND = "\"values\":\"100000\"";
    private static final Duration QUICKLY = Duration.ofSeconds(10);

    /** Room for two arrays and a half, and two seconds to live for who does not say. */
    public static class Site implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.task.rate-limit-all", "250000",
                    "slipway.task.schedule.running-per-user", "2",
                    "slipway.task.max-life-span", "2s",
                    "slipway.task.allow-root", "true");
        }
    }

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("sigi", 5301);
        Accounts.announce("sona", 5302);
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : new String[] {"sigi", "sona"}) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @Test
    void anArrayOfAHundredThousandIsTakenPlacedAndKilledQuicklyWithFewRows() {
        // Children so large that the node has one of them at a time.
        var body = task("").replace("\"values\":null", HUNDRED_THOUSAND).replace("\"ram\":1", "\"ram\":900000");
        NODE.serving(1_000, 1_000_000, () -> {
            var parent = quickly(() -> submit("sigi", body));
            var start = NODE.start(parent + 1);
            NODE.begin(start);
            get("sigi", parent)
                    .body("requirements.array.nb_tasks", equalTo(100_000))
                    .body("status.primary", equalTo("running"));
            get("sigi", parent + 100_000)
                    .body("requirements.array.task_id", equalTo(100_000))
                    .body("status.primary", equalTo("pending"));
            assertThat(rowsSince(parent)).isEqualTo(2);
            quickly(() -> as("sigi")
                    .delete(TASK + "/" + parent)
                    .then()
                    .statusCode(200)
                    .body("status.secondary", equalTo("kill requested")));
            get("sigi", parent + 100_000)
                    .body("status.secondary", equalTo("killed"))
                    .body("status.exitcode", equalTo(137));
            get("sigi", parent).body("requirements.array.nb_tasks_over", equalTo(99_999));
            NODE.stop(parent + 1);
            NODE.end(start, 143);
            awaitPrimary("sigi", parent, "over");
            get("sigi", parent)
                    .body("status.secondary", equalTo("killed"))
                    .body("requirements.array.nb_tasks_over", equalTo(100_000));
            assertThat(rowsSince(parent)).isEqualTo(2);
            // None of the others stands in the queue any more.
            var next = submit("sigi", task("").replace("\"ram\":1", "\"ram\":900000"));
            NODE.end(NODE.start(next), 0);
            awaitPrimary("sigi", next, "over");
            assertThat(TestNode.commands(parent + 2)).isEmpty();
        });
    }

    @Test
    void whereAllTogetherHaveEnoughWaitingNobodyAddsMore() {
        var array = task("").replace("\"values\":null", HUNDRED_THOUSAND)
                .replace("\"primary\":null", "\"primary\":\"created\"");
        var first = submit("sigi", array);
        submit("sigi", array);
        as("sona")
                .body(array)
                .post(TASK)
                .then()
                .statusCode(503)
                .header("Content-Type", GoDocker.JSON)
                .body("msg", matchesPattern("There are 20\\d{4} waiting tasks, and 250000 is the limit"))
                .body("id", nullValue());
        as("sona").get(TASK + "/active").then().statusCode(200).body("size()", equalTo(0));
        // What still has room goes in, and so does the whole when others have left.
        submit("sona", task("").replace("\"primary\":null", "\"primary\":\"created\""));
        as("sigi").delete(TASK + "/" + first).then().statusCode(200);
        submit("sona", array);
    }

    @Test
    void whoHasAsManyRunningAsTheSiteLetsIsToldWhyTheNextWaits() {
        NODE.serving(1_000, 1_000_000, () -> {
            var first = NODE.start(submit("sona", task("")));
            var second = NODE.start(submit("sona", task("")));
            var third = submit("sona", task("").replace("\"ram\":1", "\"ram\":1000001"));
            eventually(() -> as("sona")
                    .get("/api/v1/tasks/" + third + "/why")
                    .then()
                    .statusCode(200)
                    .body("reasons.code", hasItems("user_running_limit", "too_large"))
                    .body("reasons[0].reason", equalTo("policy"))
                    .body("reasons[0].detail", equalTo("sona has 2 tasks running, and 2 is the limit"))
                    .body("reasons[0].unblocks", equalTo("The end of one of them")));
            NODE.end(first, 0);
            NODE.end(second, 0);
        });
    }

    @Test
    void case61WhoDoesNotSayHowLongLivesAsLongAsTheSiteLets() {
        NODE.serving(1_000, 100_000, () -> {
            var patient = submit("sigi", task("").replace("\"cpu\":1", "\"cpu\":1,\"maxlifespan\":\"1h\""));
            var slow = NODE.start(patient);
            NODE.begin(slow);
            var id = submit("sigi", task(""));
            var start = NODE.start(id);
            NODE.begin(start);
            NODE.stop(id);
            NODE.end(start, 143);
            awaitPrimary("sigi", id, "over");
            get("sigi", id)
                    .body("status.secondary", equalTo("killed"))
                    .body("status.exitcode", equalTo(137))
                    .body("status.reason", equalTo("Max duration reached"));
            get("sigi", patient).body("status.primary", equalTo("running")).body("status.secondary", nullValue());
            assertThat(TestNode.commands(patient)).noneMatch(ContainerCommand.Stop.class::isInstance);
            NODE.end(slow, 0);
            awaitPrimary("sigi", patient, "over");
        });
    }

    @Test
    void case23WhereRootIsAllowedItsVolumesAreReadOnly() {
        var asked = task("").replace("\"root\":false", "\"root\":true")
                .replace("\"volumes\":[]", "\"volumes\":[{\"name\":\"home\",\"acl\":\"rw\"}]");
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("sigi", asked);
            get("sigi", id)
                    .body("container.root", equalTo(true))
                    .body("container.volumes[0].name", equalTo("home"))
                    .body("container.volumes[0].acl", equalTo("ro"));
            var spec = NODE.start(id).spec();
            assertThat(spec.root()).isTrue();
            assertThat(spec.mounts()).containsExactly(new Mount("home", "/srv/homes/sigi", "/mnt/home", true));
            var other = submit("sigi", asked.replace("\"root\":true", "\"root\":false"));
            get("sigi", other).body("container.volumes[0].acl", equalTo("rw"));
            var usual = NODE.start(other);
            assertThat(usual.spec().root()).isFalse();
            assertThat(usual.spec().mounts()).noneMatch(Mount::readOnly);
            NODE.end(NODE.start(id), 0);
            NODE.end(usual, 0);
            awaitPrimary("sigi", other, "over");
        });
    }

    private static <T> T quickly(Supplier<T> work) {
        var from = System.nanoTime();
        var done = work.get();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(QUICKLY);
        return done;
    }

    private long rowsSince(long number) {
        return database.preparedQuery("select count(*) from task where id >= $1")
                .execute(Tuple.of(number))
                .await()
                .atMost(Duration.ofSeconds(20))
                .iterator()
                .next()
                .getLong(0);
    }
}
