package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.CommandLine.flag;
import static dev.slipway.task.dialect.godocker.CommandLine.isShown;
import static dev.slipway.task.dialect.godocker.CommandLine.listed;
import static dev.slipway.task.dialect.godocker.CommandLine.number;
import static dev.slipway.task.dialect.godocker.CommandLine.primary;
import static dev.slipway.task.dialect.godocker.CommandLine.text;
import static dev.slipway.task.dialect.godocker.CommandLine.texts;
import static dev.slipway.task.dialect.godocker.CommandLine.whole;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that read tasks, call by call as godocker.md section 6.2 lists them; {@link CommandLine} says what they need. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class CommandLineTest {
    private static final TestNode NODE = new TestNode("command-node", 4);
    private static final CommandLine CLEO = CommandLine.of("cleo");

    @BeforeEach
    void accounts() {
        Accounts.announce("cleo", 4801, List.of("choir"));
        Accounts.announce("clark", 4802);
        Accounts.announce("cora", 4804);
        Accounts.announce("admin", 4803);
        Projects.announce("choir", "cleo", "cleo");
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        as("cleo").delete("/api/1.0/user/cleo/task").then().statusCode(200);
    }

    private static long over(String login, String body, int code) {
        var id = submit(login, body);
        NODE.run(NODE.start(id), code);
        awaitPrimary(login, id, "over");
        return id;
    }

    private static long held(String login) {
        return submit(login, task("").replace("\"primary\":null", "\"primary\":\"created\""));
    }

    private static long killedInTheQueue(String login) {
        var id = held(login);
        CommandLine.of(login).ask("DELETE", "/task/" + id);
        return id;
    }

    private static JsonNode show(long id) {
        var shown = CLEO.ask("GET", "/task/" + id);
        isShown(shown);
        return shown;
    }

    @Test
    void everyGodjobCommandFirstReadsWhatCanBeAskedFor() {
        var config = CommandLine.config();
        config.get("volumes").forEach(it -> text(it, "/name", "/acl"));
        assertThat(config.get("volumes").findValuesAsText("name")).contains("home");
        config.get("constraints").forEach(it -> {
            text(it, "/name");
            texts(it, "/value");
        });
        assertThat(config.get("constraints")).isNotEmpty();
        texts(config, "/executor_features");
        assertThat(config.get("executor_features")).anyMatch(it -> it.asText().equals("pause"));
    }

    @Test
    void godimageList() {
        var images = CommandLine.config().get("images");
        assertThat(images).isNotEmpty();
        images.forEach(it -> {
            text(it, "/name", "/url");
            flag(it, "/interactive");
        });
        var used = CLEO.ask("GET", "/image");
        assertThat(used.isObject()).isTrue();
        assertThat(used.fieldNames()).toIterable().contains("slipway/base:latest");
        used.fieldNames()
                .forEachRemaining(
                        it -> assertThat(used.get(it).isIntegralNumber()).isTrue());
    }

    @Test
    void godjobListActiveShowsAnArrayAndAllOfItsChildren() {
        var held = held("cleo");
        var array = submit("cleo", task("").replace("\"values\":null", "\"values\":\"1:3\""));
        var waiting = CLEO.ask("GET", "/task/active");
        listed(waiting, held, array, array + 1, array + 2, array + 3);
        assertThat(waiting).hasSize(5);
        waiting.forEach(CommandLine::isShown);
        NODE.serving(1_000, 100_000, () -> {
            for (long child = array + 1; child <= array + 3; child++) {
                NODE.begin(NODE.start(child));
            }
            var active = CLEO.ask("GET", "/task/active");
            listed(active, held, array, array + 1, array + 2, array + 3);
            active.forEach(CommandLine::isShown);
            CLEO.ask("DELETE", "/task/" + array);
            for (long child = array + 1; child <= array + 3; child++) {
                NODE.end(NODE.start(child), 143);
            }
            awaitPrimary("cleo", array, "over");
            assertThat(show(array).at("/container/meta/State/ExitCode").intValue())
                    .isEqualTo(137);
        });
    }

    @Test
    void godjobListOverAndSearch() {
        var cora = CommandLine.of("cora");
        NODE.serving(1_000, 100_000, () -> {
            var good = over("cora", task(""), 0);
            var bad = over("cora", task("").replace("\"blast\"", "\"second\""), 3);
            var killed = killedInTheQueue("cora");
            var broken = submit("cora", task(""));
            NODE.failed(NODE.start(broken), "no such image");
            awaitPrimary("cora", broken, "over");
            var ended = cora.post("/task/over/0/0");
            listed(ended, good, bad, killed, broken);
            ended.forEach(CommandLine::isShown);
            assertThat(ended.findValuesAsText("ExitCode")).containsExactly("125", "137", "3", "0");
            listed(cora.post("/task/over/0/100"), good, bad, killed, broken);
            assertThat(cora.post("/task/over/1/2")).hasSize(2);
            listed(cora.post("/task/over/1/2"), killed, bad);
            listed(cora.post("/task/over/0/0?project=default"), good, bad, killed, broken);
            assertThat(cora.post("/task/over/0/0?project=choir")).isEmpty();
            var waiting = held("cora");
            listed(cora.ask("GET", "/task/active"), waiting);
            cora.ask("DELETE", "/task/" + waiting);
        });
    }

    @Test
    void godjobListOfAllIsForAdministrators() {
        var waiting = held("cleo");
        var ended = killedInTheQueue("cleo");
        listed(CommandLine.ofAdmin().ask("GET", "/task/active/all"), waiting);
        listed(CommandLine.ofAdmin().post("/task/over/all/0/0"), ended);
        assertThat(CLEO.statusOf("GET", "/task/active/all")).isEqualTo(403);
        assertThat(CLEO.statusOf("POST", "/task/over/all/0/0")).isEqualTo(403);
    }

    @Test
    void godjobShowReadsATaskWhereverItStands() {
        NODE.serving(1_000, 100_000, () -> {
            var before = over("cleo", task(""), 0);
            var id = submit(
                    "cleo",
                    task("").replace("\"tasks\":[]", "\"tasks\":[\"" + before + "\"],\"gpus\":0,\"ports\":[8080]")
                            .replace("\"tmpstorage\":null", "\"tmpstorage\":{\"size\":\"1g\",\"path\":null}")
                            .replace("\"volumes\":[]", "\"volumes\":[{\"name\":\"home\",\"acl\":\"rw\"}]"));
            var start = NODE.start(id);
            var placed = show(id);
            assertThat(primary(placed)).isEqualTo("running");
            assertThat(placed.at("/requirements/tasks/0").longValue()).isEqualTo(before);
            assertThat(placed.at("/requirements/tmpstorage/size").textValue()).isEqualTo("1g");
            NODE.begin(start);
            eventually(() -> assertThat(show(id).at("/container/volumes")).hasSize(2));
            var running = show(id);
            assertThat(running.at("/status/secondary").isNull()).isTrue();
            assertThat(running.at("/container/ports/0").textValue()).matches("\\d+");
            text(running, "/container/meta/Node/Name");
            NODE.end(start, 3);
            awaitPrimary("cleo", id, "over");
            assertThat(show(id).at("/status/exitcode").intValue()).isEqualTo(3);
        });
        var waiting = held("cleo");
        assertThat(primary(show(waiting))).isEqualTo("created");
        assertThat(CLEO.ask("GET", "/task/" + waiting + "/pending")
                        .at("/status/primary")
                        .textValue())
                .isEqualTo("pending");
        show(waiting);
        assertThat(primary(show(killedInTheQueue("cleo")))).isEqualTo("over");
        assertThat(CLEO.statusOf("GET", "/task/999999999")).isEqualTo(404);
        assertThat(CommandLine.of("clark").statusOf("GET", "/task/" + waiting)).isEqualTo(403);
    }

    @Test
    void godsshInfo() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("cleo", task("").replace("\"interactive\":false", "\"interactive\":true"));
            var start = NODE.start(id);
            NODE.begin(start);
            eventually(() ->
                    assertThat(show(id).at("/container/status").textValue()).isEqualTo("ready"));
            var task = show(id);
            assertThat(task.at("/command/interactive").booleanValue()).isTrue();
            assertThat(primary(task)).isEqualTo("running");
            assertThat(task.at("/container/meta/Node/Name").textValue()).isEqualTo("host-of-command-node");
            assertThat(task.at("/container/ports")).hasSize(1);
            NODE.end(start, 0);
            awaitPrimary("cleo", id, "over");
        });
    }

    @Test
    void godprojectShowAndGoduserShowReadTheUsage() {
        NODE.serving(1_000, 100_000, () -> {
            over("cleo", task(""), 0);
            over("cleo", task("\"user\":{\"id\":\"cleo\",\"uid\":0,\"gid\":0,\"project\":\"choir\"},"), 0);
        });
        eventually(() -> assertThat(CLEO.ask("GET", "/project/choir/usage")).isNotEmpty());
        isUsage(CLEO.ask("GET", "/project/choir/usage"));
        isUsage(CLEO.ask("GET", "/user/cleo/usage"));
        isUsage(CommandLine.ofAdmin().ask("GET", "/project/choir/usage"));
        CommandLine.ofAdmin().ask("DELETE", "/project/choir/quota");
        assertThat(CLEO.ask("GET", "/project/choir/usage")).isEmpty();
        assertThat(CLEO.statusOf("DELETE", "/project/choir/quota")).isEqualTo(403);
    }

    /** The client reads dates as {@code %Y_%m_%d}, which takes months of one digit too. */
    private static void isUsage(JsonNode days) {
        assertThat(days).isNotEmpty();
        days.forEach(it -> {
            assertThat(LocalDate.parse(it.get("date").textValue(), DateTimeFormatter.ofPattern("y_M_d")))
                    .isAfter(LocalDate.of(2024, 1, 1));
            whole(it, "/cpu", "/ram");
            number(it, "/time");
        });
    }
}
