package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.document;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of quota, of users and of projects, and that tasks run again when it is raised or cleared: cases 91 and 92. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class QuotaKindsTest {
    private static final TestNode NODE = new TestNode("kinds-node").withGpus(8);

    @BeforeEach
    void accounts() {
        Accounts.announce("admin", 5200);
    }

    /** Both tasks ask for one processor, three gigabytes and two devices; the first runs for twenty seconds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tia | 10|0|0|0 | 20 of 10 seconds of running time are used",
                "cia |  0|1|0|0 | 1 of 1 cpus are used and it asks for 1",
                "ria |  0|0|5|0 | 3 of 5 GiB of memory are used and it asks for 3",
                "gia |  0|0|0|3 | 2 of 3 gpus are used and it asks for 2",
            })
    void aUsersLimitRefusesAndTasksRunAgainWhenItIsRaised(
            String login, long seconds, long cpus, long ram, long gpus, String reason) {
        var limits = new Limits(seconds, cpus, ram, gpus, 0);
        Accounts.announce(login, 5201, 50, limits);
        NODE.serving(1_000, 100_000, () -> {
            runs(login, "default");
            refused(login, "default", "The quota of user %s: %s".formatted(login, reason));
            Accounts.announce(login, 5201, 50, twice(limits));
            nothingKeeps(login, "default");
            runs(login, "default");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pta | 10|0|0|0 | 20 of 10 seconds of running time are used",
                "pca |  0|1|0|0 | 1 of 1 cpus are used and it asks for 1",
                "pra |  0|0|5|0 | 3 of 5 GiB of memory are used and it asks for 3",
                "pga |  0|0|0|3 | 2 of 3 gpus are used and it asks for 2",
            })
    void case92AProjectsLimitRefusesAndTasksRunAgainWhenItsCountersAreCleared(
            String project, long seconds, long cpus, long ram, long gpus, String reason) {
        var owner = project + "-owner";
        member(owner, project, Limits.NONE, new Limits(seconds, cpus, ram, gpus, 0));
        NODE.serving(1_000, 100_000, () -> {
            runs(owner, project);
            refused(owner, project, "The quota of project %s: %s".formatted(project, reason));
            // What its members do for themselves is not the project's.
            runs(owner, "default");
            asAdmin().delete("/api/1.0/project/" + project + "/quota").then().statusCode(200);
            as(owner).get("/api/1.0/project/" + project + "/usage").then().body("$", empty());
            nothingKeeps(owner, project);
            runs(owner, project);
            // And they count again.
            refused(owner, project, "The quota of project %s: %s".formatted(project, reason));
        });
    }

    @Test
    void theDiskIsLookedAtBeforeTheUserAndTheUserBeforeTheProject() {
        var all = new Limits(10, 1, 5, 3, 1_000);
        member("orla", "order", all, new Limits(10, 1, 5, 3, 0));
        NODE.serving(1_000, 100_000, () -> {
            var start = NODE.start(ask("orla", "order"));
            var now = Instant.now();
            NODE.collected(start, 0, now.minusSeconds(20), now, 2_000);
            var id = Long.parseLong(start.owner().id());
            awaitPrimary("orla", id, "over");
            assertThat(document("orla", id).getLong("container.meta.disk_size")).isEqualTo(2_000);
            refused("orla", "order", "The quota of user orla: its files take 2000 of 1000 bytes of disk");
            Accounts.announce("orla", 5201, new Limits(10, 1, 5, 3, 0), List.of("order"));
            eventually(() ->
                    refused("orla", "order", "The quota of user orla: 20 of 10 seconds of running time are used"));
            Accounts.announce("orla", 5201, new Limits(0, 1, 5, 3, 0), List.of("order"));
            eventually(
                    () -> refused("orla", "order", "The quota of user orla: 1 of 1 cpus are used and it asks for 1"));
            member("orla", "order", Limits.NONE, new Limits(10, 1, 5, 3, 0));
            eventually(() -> assertThat(document("orla", id).<Object>get("container.meta.disk_size"))
                    .as("no quota of the disk, no size")
                    .isNull());
            eventually(() ->
                    refused("orla", "order", "The quota of project order: 20 of 10 seconds of running time are used"));
        });
    }

    @Test
    void case91WhatIsRefusedIsPendingNoMore() {
        Accounts.announce("pia", 5202, 50, new Limits(0, 1, 0, 0, 0));
        var held = submit("pia", wish("default").replace("\"primary\":null", "\"primary\":\"created\""));
        NODE.serving(1_000, 100_000, () -> {
            runs("pia", "default");
            refused("pia", "default", "The quota of user pia: 1 of 1 cpus are used and it asks for 1");
        });
        // Those that were refused are on no list of what is live, and in no count.
        as("pia").get(TASK + "/active").then().body("id", equalTo(List.of((int) held)));
        as("pia").get("/api/v1/tasks?state=pending").then().statusCode(200).body("tasks", empty());
        as("pia").delete(TASK + "/" + held).then().statusCode(200);
    }

    private static Limits twice(Limits limits) {
        return new Limits(limits.seconds() * 5, limits.cpus() * 2, limits.ramGb() * 2, limits.gpus() * 2, 0);
    }

    private static void member(String login, String project, Limits own, Limits limits) {
        Accounts.announce(login, 5201, own, List.of(project));
        Projects.announce(project, login, List.of(login), 50, limits, 1);
        eventually(() -> dryRun(login, project).then().statusCode(200));
    }

    private static String wish(String project) {
        return task("\"user\":{\"project\":\"%s\"},".formatted(project)).replace("\"ram\":1", "\"ram\":3,\"gpus\":2");
    }

    private static long ask(String login, String project) {
        return submit(login, wish(project));
    }

    private static void runs(String login, String project) {
        var start = NODE.start(ask(login, project));
        var now = Instant.now();
        NODE.collected(start, 0, now.minusSeconds(20), now, 0);
        awaitPrimary(login, Long.parseLong(start.owner().id()), "over");
    }

    private static void refused(String login, String project, String reason) {
        var id = ask(login, project);
        awaitPrimary(login, id, "over");
        var status = document(login, id);
        assertThat(status.getString("status.secondary")).isEqualTo("quota reached");
        assertThat(status.getString("status.reason")).isEqualTo(reason);
        assertThat(status.<Integer>get("status.exitcode")).isNull();
        assertThat(TestNode.commands(id)).isEmpty();
    }

    /** The service has heard of it. */
    private static void nothingKeeps(String login, String project) {
        eventually(() -> dryRun(login, project).then().statusCode(200).body("reasons", empty()));
    }

    private static Response dryRun(String login, String project) {
        return as(login).body("""
                        {"image":"slipway/base:latest","script":"true","ram_gb":3,"gpus":2,"project":"%s"}""".formatted(project)).post("/api/v1/tasks?dry_run=true");
    }
}
