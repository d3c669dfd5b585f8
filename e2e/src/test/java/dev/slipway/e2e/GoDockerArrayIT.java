package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conformance cases 63 to 70 of the GO-Docker dialect: arrays and dependencies, with containers that run. */
@ExtendWith(SuiteExtension.class)
class GoDockerArrayIT {
    private static final String TELL = """
            #!/bin/sh
            echo $GODOCKER_TASK_ID $GODOCKER_TASK_FIRST $GODOCKER_TASK_LAST $GODOCKER_TASK_STEP
            echo $GOGOCKER_TASK_ID $GOGOCKER_TASK_FIRST $GOGOCKER_TASK_LAST $GOGOCKER_TASK_STEP
            """;

    private Batch anna;
    private Suite suite;

    @BeforeEach
    void accounts(Suite suite) {
        this.suite = suite;
        anna = new Batch(suite, "anna");
    }

    /** An array whose tasks are numbered by {@code values}. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> array(String values, String script) {
        var task = galaxyTask(script);
        ((Map<String, Object>) in(task, "requirements").get("array")).put("values", values);
        return task;
    }

    private static Map<String, Object> after(long parent, String script) {
        var task = galaxyTask(script);
        in(task, "requirements").put("tasks", List.of(Long.toString(parent)));
        return task;
    }

    private static List<Long> children(JsonPath array) {
        return array.getList("requirements.array.tasks", Long.class);
    }

    @Test
    void case063_to_066_eachChildHasItsPlaceInTheArray() {
        isKnownToItsChildren(array("2:6:2", TELL));
    }

    @Test
    void case065_theSameForRoot() {
        var task = array("2:6:2", TELL);
        in(task, "container").put("root", true);
        isKnownToItsChildren(task);
    }

    private void isKnownToItsChildren(Map<String, Object> task) {
        var id = anna.submit(task);
        var array = anna.awaitOver(id);
        assertThat(array.getInt("status.exitcode")).isZero();
        assertThat(array.getInt("requirements.array.nb_tasks")).isEqualTo(3);
        assertThat(array.getInt("requirements.array.nb_tasks_over")).isEqualTo(3);
        assertThat(children(array)).containsExactly(id + 1, id + 2, id + 3);
        for (int place = 1; place <= 3; place++) {
            var index = 2 * place;
            var child = anna.task(id + place);
            assertThat(child.getLong("parent_task_id")).isEqualTo(id);
            assertThat(child.getInt("requirements.array.task_id")).isEqualTo(index);
            assertThat(child.<Object>get("requirements.array.values")).isNull();
            assertThat(child.getDouble("status.date_over")).isLessThanOrEqualTo(array.getDouble("status.date_over"));
            var told = "%d 2 6 2\n%d 2 6 2\n".formatted(index, index);
            assertThat(anna.text(id, index + "/god.log")).isEqualTo(told);
            assertThat(anna.text(id + place, "god.log")).isEqualTo(told);
        }
    }

    @Test
    void case067_anArrayIsOverWithTheLastOfItsChildrenAndHasTheFirstBadCode() {
        var id = anna.submit(array("1:8", "#!/bin/sh\nsleep 3\n[ $GODOCKER_TASK_ID != 3 ] || exit 5\n"));
        var some = anna.awaitRunning(id);
        assertThat(some.getInt("requirements.array.nb_tasks_over")).isLessThan(8);
        assertThat(anna.task(id + 8).getString("status.primary")).isEqualTo("pending");
        var array = anna.awaitOver(id);
        assertThat(array.getInt("requirements.array.nb_tasks_over")).isEqualTo(8);
        assertThat(array.getInt("status.exitcode")).isEqualTo(5);
        for (var child : children(array)) {
            var end = anna.task(child);
            assertThat(end.getString("status.primary")).as("child " + child).isEqualTo("over");
            assertThat(end.getInt("status.exitcode")).isEqualTo(child == id + 3 ? 5 : 0);
        }
    }

    @Test
    void case068_theEndOfAnArrayIsTheEndOfAllItsChildren() throws Exception {
        var id = anna.submit(array("1:8", "#!/bin/sh\nsleep 300\n"));
        anna.awaitUp(id + 1);
        assertThat(anna.task(id + 8).getString("status.primary")).isEqualTo("pending");
        assertThat(anna.kill(id).jsonPath().getString("status.secondary")).isEqualTo("kill requested");
        var array = anna.awaitOver(id);
        assertThat(array.getInt("requirements.array.nb_tasks_over")).isEqualTo(8);
        for (long each : LongStream.rangeClosed(id, id + 8).toArray()) {
            var end = anna.task(each);
            assertThat(end.getString("status.primary")).as("task " + each).isEqualTo("over");
            assertThat(end.getString("status.secondary")).isEqualTo("killed");
            assertThat(end.getInt("status.exitcode")).isEqualTo(137);
        }
        for (var child : children(array)) {
            // The end is told before the container is removed, but it does not run any more.
            assertThat(suite.engine().statesOf(child))
                    .as("containers of " + child)
                    .doesNotContain("running");
        }
    }

    @Test
    void case070_aTaskWaitsForTheEndOfAnotherWhateverItIs() {
        var first = anna.submit("#!/bin/sh\nsleep 5\nexit 3\n");
        var next = anna.submit(after(first, "#!/bin/sh\necho after\n"));
        anna.awaitUp(first);
        assertThat(anna.task(next).getString("status.primary")).isEqualTo("pending");
        assertThat(anna.why(next)).contains("It waits for the end of task " + first);
        assertThat(anna.awaitOver(first).getInt("status.exitcode")).isEqualTo(3);
        beganAfter(first, next);
    }

    @Test
    void case070_aTaskWaitsForAWholeArray() {
        var array = anna.submit(array("1:3", "#!/bin/sh\nsleep 0.$GODOCKER_TASK_ID\n"));
        var next = anna.submit(after(array, "#!/bin/sh\necho after\n"));
        Awaitility.await("a child is over")
                .atMost(Duration.ofSeconds(60))
                .until(() -> anna.task(array).getInt("requirements.array.nb_tasks_over") > 0);
        for (long each : LongStream.rangeClosed(array, array + 3).toArray()) {
            beganAfter(each, next);
        }
    }

    private void beganAfter(long first, long next) {
        var end = anna.awaitOver(first).getDouble("status.date_over");
        var begun = anna.awaitOver(next);
        assertThat(begun.getInt("status.exitcode")).isZero();
        assertThat(begun.getDouble("status.date_running")).isGreaterThanOrEqualTo(end);
    }
}
