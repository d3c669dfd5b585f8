package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoDockerMapperTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created",
                "pending",
                "placed",
                "running",
                "stopping",
                "exited",
                "failed",
                "lost",
                "killed-pending",
                "refused",
                "suspended",
                "interactive",
                "outfitted",
                "retried",
                "archived",
                "out-of-memory",
                "array",
                "array-over",
                "child"
            })
    void aDocumentIsItsGoldenFile(String name) throws IOException {
        var golden = getClass().getResourceAsStream("/golden/godocker/task-" + name + ".json");
        assertThat(golden)
                .as("golden file of %s; now:%n%s", name, document(taskFor(name)).toPrettyString())
                .isNotNull();
        // Through text: a number read back is of the smallest type that holds it.
        assertThat(JSON.readTree(document(taskFor(name)).toString())).isEqualTo(JSON.readTree(golden));
    }

    @Test
    void aTaskTheSchedulerPassedOverSaysSo() {
        var status = GoDockerStatus.of(aTask().build(), Optional.of("Not enough resources available"))
                .toWire();
        assertThat(status.get("secondary").asText()).isEqualTo("rejected by scheduler");
        assertThat(status.get("reason").asText()).isEqualTo("Not enough resources available");
    }

    @Test
    void theDateOfTheStartIsMissingBeforeIt() {
        for (var task : List.of(aTask().created().build(), aTask().build())) {
            assertThat(document(task).get("status").has("date_running")).isFalse();
            assertThat(document(task).get("status").get("date_over").isNull()).isTrue();
            assertThat(document(task).get("container").get("meta").isNull()).isTrue();
        }
    }

    @Test
    void whatBeganHasAnObjectWithAnExitCode() {
        for (var name : List.of("placed", "running", "stopping", "exited", "failed", "lost", "killed-pending")) {
            var document = document(taskFor(name));
            assertThat(document.get("status").get("date_running").isNumber()).isTrue();
            assertThat(document.get("container")
                            .get("meta")
                            .get("State")
                            .get("ExitCode")
                            .isInt())
                    .isTrue();
        }
    }

    @Test
    void whatIsOverHasAnExitCodeAndAnEnd() {
        for (var name : List.of("exited", "failed", "lost", "killed-pending")) {
            var status = document(taskFor(name)).get("status");
            assertThat(status.get("exitcode").isInt()).isTrue();
            assertThat(status.get("date_over").doubleValue())
                    .isGreaterThanOrEqualTo(status.get("date_running").doubleValue());
            assertThat(status.get("duration").doubleValue()).isNotNegative();
        }
    }

    @Test
    void case23AVolumeOfARootTaskIsReadOnly() {
        var task = aTask().root()
                .with(new Volume("home", "/home/alice", "/mnt/home", true))
                .build();
        assertThat(document(task)
                        .get("container")
                        .get("volumes")
                        .get(0)
                        .get("acl")
                        .asText())
                .isEqualTo("ro");
    }

    private static ObjectNode document(Task task) {
        return GoDockerMapper.toWire(
                task, GoDockerStatus.of(task, Optional.empty()), new GoDockerMapper.Beside(0, false));
    }

    private static Task taskFor(String name) {
        var home = new Volume("home", "/home/alice", "/mnt/home", false);
        var task = aTask().with(home);
        return switch (name) {
            case "created" -> task.created().build();
            case "pending" -> task.build();
            case "placed" -> task.placed().build();
            case "running" -> task.running().build();
            case "stopping" -> task.stopping().build();
            case "exited" -> task.ended(new Outcome.Exited(3, false)).build();
            case "failed" -> task.failed("no such image").build();
            case "lost" -> task.ended(new Outcome.Lost("the engine lost it")).build();
            case "killed-pending" -> task.killedWhilePending().build();
            case "refused" ->
                task.refused("The quota of user alice: 8 of 8 cpus are used and it asks for 1")
                        .build();
            case "suspended" -> task.suspended().build();
            case "interactive" -> task.interactive().build();
            case "outfitted" -> task.outfitted().build();
            case "retried" -> task.retried("the engine lost it").build();
            case "archived" -> task.archived(new Outcome.Exited(3, false)).build();
            case "out-of-memory" -> task.ended(new Outcome.Exited(137, true)).build();
            case "array" -> task.array().build();
            case "array-over" -> task.arrayOver(5).build();
            case "child" -> task.child().build();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
