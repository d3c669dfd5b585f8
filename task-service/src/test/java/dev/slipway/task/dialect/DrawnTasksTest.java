package dev.slipway.task.dialect;

import static dev.slipway.task.dialect.Drawn.OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.task.api.OwnWords;
import dev.slipway.task.dialect.ThreeViews.Stand;
import dev.slipway.task.dialect.godocker.GoDockerWords;
import dev.slipway.task.dialect.nds.NdsWords;
import dev.slipway.task.schedule.Seeds;
import dev.slipway.task.task.StandingTasks;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked for and wherever it stands: all dialects read the same wish, and tell the same of its task. */
class DrawnTasksTest {
    private static final Seeds SEEDS = new Seeds("dialects");

    static LongStream seeds() {
        return SEEDS.upTo(200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allReadTheSameWish(long seed) {
        SEEDS.run(seed, () -> {
            var drawn = new Drawn(new Random(seed));
            var wish = new Submission(Optional.empty(), drawn.held(), drawn.spec(), drawn.volumes());
            assertThat(OwnWords.read(drawn.own(wish), OFFER)).isEqualTo(wish);
            assertThat(GoDockerWords.read(drawn.goDocker(wish), OFFER)).isEqualTo(wish);
        });
    }

    /** Of each stand some tasks, so that none is left to chance. */
    @ParameterizedTest
    @EnumSource(value = Stand.class, mode = EnumSource.Mode.EXCLUDE, names = "PASSED_OVER")
    void allTellTheSameOfATask(Stand stand) {
        SEEDS.upTo(20)
                .forEach(seed -> SEEDS.run(seed, () -> {
                    var chance = new Random(seed);
                    var drawn = new Drawn(chance);
                    var spec = drawn.spec();
                    var task = StandingTasks.of(stand.name(), spec, drawn.found(), chance);
                    var views = new ThreeViews(
                            OwnWords.document(task), GoDockerWords.document(task), NdsWords.document(task));
                    views.stand(stand);
                    shows(views, task.spec());
                }));
    }

    private static void shows(ThreeViews views, TaskSpec spec) {
        var own = views.own();
        var other = views.goDocker();
        var needs = spec.needs();
        both(spec.name(), own.path("name"), other.at("/meta/name"));
        both(spec.description(), own.path("description"), other.at("/meta/description"));
        both(spec.project(), own.path("project"), other.at("/user/project"));
        both(spec.script(), own.path("script"), other.at("/command/cmd"));
        both(spec.image(), own.path("image"), other.at("/container/image"));
        both(spec.executor(), own.path("executor"), other.at("/requirements/executor"));
        both(spec.demand().cpus(), own.path("cpus"), other.at("/requirements/cpu"));
        both(spec.demand().ramGb(), own.path("ram_gb"), other.at("/requirements/ram"));
        both(spec.demand().gpus(), own.path("gpus"), other.at("/requirements/gpus"));
        both(spec.failurePolicy().orElse(0), own.path("retries"), other.at("/requirements/failure_policy"));
        both(spec.root(), own.path("root"), other.at("/container/root"));
        both(spec.mail(), own.path("notify"), other.at("/notify/email"));
        both(needs.interactive(), own.path("interactive"), other.at("/command/interactive"));
        both(needs.tmpStorage().orElse(""), own.path("tmp_size"), other.at("/requirements/tmpstorage/size"));
        all(spec.tags(), own.path("tags"), other.at("/meta/tags"));
        all(spec.uris(), own.path("uris"), other.at("/requirements/uris"));
        all(needs.labels(), own.path("labels"), other.at("/requirements/label"));
        all(needs.parents(), own.path("after"), other.at("/requirements/tasks"));
        all(needs.ports(), own.path("ports"), other.at("/requirements/ports"));
        needs.fields()
                .forEach((name, value) -> both(
                        value,
                        own.path("fields").path(name),
                        other.path("requirements").path(name)));
        volumes(views, spec);
    }

    private static void volumes(ThreeViews views, TaskSpec spec) {
        for (int i = 0; i < spec.volumes().size(); i++) {
            var volume = spec.volumes().get(i);
            var ours = views.own().path("volumes").path(i);
            var theirs = views.goDocker().at("/container/volumes").path(i);
            both(volume.name(), ours.path("name"), theirs.path("name"));
            both(volume.mount(), ours.path("mount"), theirs.path("mount"));
            assertThat(ours.path("read_only").booleanValue())
                    .isEqualTo(theirs.path("acl").textValue().equals("ro"))
                    .isEqualTo(volume.readOnly());
            assertThat(views.nds().path("data").path(i).textValue()).isEqualTo(volume.name());
        }
    }

    /** What is nothing may be absent. */
    private static void both(Object expected, JsonNode... places) {
        for (var place : places) {
            assertThat(place.asText().isEmpty() && expected.equals(0) ? "0" : place.asText())
                    .isEqualTo(String.valueOf(expected));
        }
    }

    private static void all(List<?> expected, JsonNode... places) {
        for (var place : places) {
            assertThat(StreamSupport.stream(place.spliterator(), false).map(JsonNode::asText))
                    .isEqualTo(expected.stream().map(String::valueOf).toList());
        }
    }
}
