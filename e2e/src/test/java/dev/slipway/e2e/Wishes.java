package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of every kind under way, each with a wish that was answered and is not carried out yet: a cancel, a suspend, a resume and a
 * reschedule; and behind them a chain, an array and a quota that holds more tasks than it lets run.
 */
final class Wishes {
    /** What its project may use, of {@link #ASKED} that ask for one processor each. */
    private static final int QUOTA = 2;

    private static final int ASKED = 4;
    private static final int CHILDREN = 4;
    /** Ends only when it is told to, which it does not hear while it stands still. */
    private static final String WAITER = """
            #!/bin/sh
            echo begin
            until [ -e $GODOCKER_HOME/go-$GODOCKER_JID ]; do sleep 0.1; done
            echo end
            """;
    /** Its first run would never end, its second one does at once. */
    private static final String TWICE = """
            #!/bin/sh
            echo run >> $GODOCKER_HOME/runs-$GODOCKER_JID
            [ $(wc -l < $GODOCKER_HOME/runs-$GODOCKER_JID) = 2 ] || sleep 600
            """;

    private final Suite suite;
    private final String login;
    private final String project;
    private final Batch batch;
    private final long cancelled;
    private final long suspended;
    private final long resumed;
    private final long rescheduled;
    private List<Long> chain = List.of();
    private List<Long> limited = List.of();
    private long array;
    private long afterArray;

    /** Done when those that something will be asked of run. */
    private Wishes(Suite suite, String login) throws IOException {
        this.suite = suite;
        this.login = login;
        project = "of-" + login;
        batch = new Batch(suite, login);
        makeProject();
        cancelled = batch.submit("#!/bin/sh\nsleep 600\n");
        suspended = batch.submit(atHome(WAITER));
        resumed = batch.submit(atHome(WAITER));
        rescheduled = batch.submit(atHome(TWICE));
        for (long id : List.of(cancelled, suspended, resumed, rescheduled)) {
            batch.awaitUp(id);
        }
        batch.ask(resumed, "suspend");
        batch.awaitSecondary(resumed, "suspended");
        letGo(resumed);
    }

    static Wishes prepare(Suite suite, String login) throws IOException {
        return new Wishes(suite, login);
    }

    /** The others, which wait at first. */
    void submit() {
        array = batch.submit(array());
        afterArray = batch.submit(after(array));
        chain = chain(3);
        limited =
                IntStream.range(0, ASKED).mapToObj(_ -> batch.submit(limited())).toList();
    }

    /** Some of the others run. */
    void awaitSome() {
        batch.awaitRunning(array);
    }

    /** Answered and not carried out yet. */
    void ask() {
        batch.kill(cancelled);
        batch.ask(suspended, "suspend");
        batch.ask(resumed, "resume");
        batch.ask(rescheduled, "reschedule");
    }

    private void makeProject() {
        suite.key(login);
        suite.as("admin")
                .contentType(ContentType.JSON)
                .body(Map.of("id", project, "members", List.of(login), "limits", Map.of("cpu", QUOTA)))
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
    }

    private static Map<String, Object> atHome(String script) {
        var task = galaxyTask(script);
        in(task, "container").put("volumes", List.of(Map.of("name", "home")));
        return task;
    }

    private Map<String, Object> limited() {
        var task = galaxyTask("#!/bin/sh\nsleep 1\n");
        task.put("user", Map.of("project", project));
        return task;
    }

    private List<Long> chain(int length) {
        var links = new ArrayList<>(List.of(batch.submit("#!/bin/sh\nsleep 0.5\n")));
        while (links.size() < length) {
            links.add(batch.submit(after(links.getLast())));
        }
        return links;
    }

    private static Map<String, Object> after(long parent) {
        var task = galaxyTask("#!/bin/sh\nsleep 0.5\n");
        in(task, "requirements").put("tasks", List.of(parent));
        return task;
    }

    private static Map<String, Object> array() {
        var task = galaxyTask("#!/bin/sh\nsleep 1\necho $GODOCKER_TASK_ID\n");
        in(task, "requirements").put("array", Map.of("values", "1:" + CHILDREN));
        return task;
    }

    /** What it waits for is there from now on. */
    private void letGo(long id) throws IOException {
        Path home = Path.of(batch.task(id).getString("container.volumes.find { it.name == 'home' }.path"));
        Files.createFile(home.resolve("go-" + id));
    }

    /** What was asked to stand still does, and then goes on. */
    void goOn() throws IOException {
        batch.awaitSecondary(suspended, "suspended");
        letGo(suspended);
        batch.awaitOver(resumed);
        // Long enough for the one that stands still to end, if it did not.
        assertThat(batch.task(suspended).getString("status.secondary")).isEqualTo("suspended");
        batch.ask(suspended, "resume");
    }

    /** All are over as it was asked for, each once. */
    void areGranted() throws SQLException {
        isOver(cancelled, "killed", 137, 1);
        isOver(suspended, "", 0, 1);
        isOver(resumed, "", 0, 1);
        isOver(rescheduled, "", 0, 2);
        for (long id : List.of(suspended, resumed)) {
            assertThat(batch.text(id, "god.log")).isEqualTo("begin\nend\n");
        }
        for (int i = 0; i < chain.size(); i++) {
            var link = isOver(chain.get(i), "", 0, 1);
            if (i > 0) {
                beganAfter(batch.task(chain.get(i - 1)), link);
            }
        }
        arrayIsOver();
        quotaIsNotOverrun();
    }

    private void arrayIsOver() throws SQLException {
        var whole = isOver(array, "", 0, 0);
        assertThat(whole.getInt("requirements.array.nb_tasks_over")).isEqualTo(CHILDREN);
        var after = isOver(afterArray, "", 0, 1);
        for (int index = 1; index <= CHILDREN; index++) {
            var child = isOver(array + index, "", 0, 1);
            assertThat(child.getDouble("status.date_over")).isLessThanOrEqualTo(whole.getDouble("status.date_over"));
            beganAfter(child, after);
            assertThat(batch.text(array, index + "/god.log")).isEqualTo(index + "\n");
        }
    }

    private void quotaIsNotOverrun() throws SQLException {
        int ran = 0;
        for (long id : limited) {
            if (batch.awaitOver(id).getString("status.secondary").isEmpty()) {
                ran++;
                isOver(id, "", 0, 1);
            } else {
                isOver(id, "quota reached", null, 0);
            }
        }
        assertThat(ran).as("tasks that the quota of %s let run", project).isEqualTo(QUOTA);
    }

    private static void beganAfter(JsonPath first, JsonPath next) {
        assertThat(next.getDouble("status.date_running")).isGreaterThanOrEqualTo(first.getDouble("status.date_over"));
    }

    /** What it used is entered once for each attempt. */
    private JsonPath isOver(long id, String secondary, @Nullable Integer code, int attempts) throws SQLException {
        var task = batch.awaitOver(id);
        assertThat(task.getString("status.secondary")).as("secondary of " + id).isEqualTo(secondary);
        assertThat(task.getMap("status")).as("status of " + id).containsEntry("exitcode", code);
        assertThat(suite.count("select count(*) from attempt where ended_at is not null and task = ?", id))
                .as("ended attempts of " + id)
                .isEqualTo(attempts);
        assertThat(suite.count("select count(*) from attempt where task = ?", id))
                .as("attempts of " + id)
                .isEqualTo(attempts);
        assertThat(suite.count("select count(*) from usage_ledger where task = ?", id))
                .as("ledger of " + id)
                .isEqualTo(attempts);
        return task;
    }
}
