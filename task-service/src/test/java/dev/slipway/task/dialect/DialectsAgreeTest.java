package dev.slipway.task.dialect;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.ThreeViews.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.task.dialect.ThreeViews.Stand;
import dev.slipway.task.dialect.Wish.Dialect;
import dev.slipway.task.dialect.nds.Nds;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A task made in one dialect is read in all of them, at every step of its way, with the same truth. The wish is drawn by a seed,
 * which the name of a failing test shows; each way is gone once from each dialect.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Nds.Settings.class)
class DialectsAgreeTest {
    private static final TestNode NODE = new TestNode("agree-node").withGpus(64);
    private static final int WAYS = 10;
    /** Where a task goes does not depend on where it came from: two are enough for the others; {@link DrawnTasksTest} has the rest. */
    private static final int SOME_WAYS = 2;

    @BeforeEach
    void accounts() {
        Accounts.announce("agnes", 5801, List.of("guild"));
        Accounts.announce("abel", 5802, new Limits(0, 0, 4, 0, 0), List.of("guild"));
        Projects.announce("guild", "agnes", "agnes", "abel");
    }

    static Stream<Arguments> ways() {
        return Stream.of(Dialect.values())
                .flatMap(dialect -> IntStream.range(0, dialect == Dialect.OWN ? WAYS : SOME_WAYS)
                        .mapToObj(way ->
                                Arguments.of(dialect, way, 100 * dialect.name().length() + way)));
    }

    @ParameterizedTest(name = "{0}, way {1}, seed {2}")
    @MethodSource("ways")
    void atEveryStep(Dialect dialect, int way, int seed) {
        var wish = Wish.drawn(dialect, seed);
        NODE.serving(1_000, 100_000, () -> {
            var id = wish.submit("agnes", false);
            var start = NODE.start(id);
            stands(id, Stand.PLACED);
            wish.isToldTo(start.spec());
            wish.isShownIn(views(id), "agnes", id);
            NODE.preparing(start);
            stands(id, Stand.PREPARING);
            way(way, id, start);
            wish.isShownIn(views(id), "agnes", id);
        });
    }

    private static void way(int way, long id, ContainerCommand.Start start) {
        if (way == 0) {
            NODE.failed(start, "pull access denied");
            stands(id, Stand.NEVER_RAN);
            return;
        }
        NODE.started(start);
        stands(id, Stand.RUNNING);
        var views = views(id);
        assertThat(views.own().get("node").textValue()).isEqualTo("agree-node");
        assertThat(views.nds().get("worker").textValue())
                .isEqualTo(views.goDocker().at("/container/meta/Node/Name").textValue())
                .isEqualTo("host-of-agree-node");
        assertThat(views.nds().get("container_id").textValue())
                .isEqualTo(views.goDocker().at("/container/id").textValue())
                .isEqualTo("engine-" + start.container());
        switch (way) {
            case 1 -> ends(id, start, 0, Stand.DONE);
            case 2 -> ends(id, start, 7, Stand.BROKEN);
            case 3 -> {
                asks(id, "/api/v1/tasks/%d/cancel");
                stands(id, Stand.STOPPING);
                ends(id, start, 143, Stand.KILLED);
            }
            case 4 -> {
                as("agnes").delete("/api/1.0/task/" + id).then().statusCode(200);
                stands(id, Stand.STOPPING);
                ends(id, start, 0, Stand.KILLED);
            }
            case 5 -> {
                gets(id, "suspend");
                stands(id, Stand.SUSPENDING);
                NODE.paused(start);
                stands(id, Stand.SUSPENDED);
                asks(id, "/api/v1/tasks/%d/resume");
                NODE.resumed(start);
                stands(id, Stand.RESUMED);
                ends(id, start, 1, Stand.BROKEN);
            }
            case 6 -> {
                gets(id, "resume");
                stands(id, Stand.RESUME_REJECTED);
                asks(id, "/api/v1/tasks/%d/suspend");
                NODE.pauseRefused(start);
                stands(id, Stand.SUSPEND_REJECTED);
                ends(id, start, 0, Stand.DONE);
            }
            case 7 -> {
                NODE.ranOutOfMemory(start);
                stands(id, Stand.OUT_OF_MEMORY);
            }
            case 8 -> {
                NODE.lost(start, "the engine is gone");
                stands(id, Stand.LOST);
            }
            default -> {
                gets(id, "reschedule");
                stands(id, Stand.RESCHEDULING);
                ends(start, 143);
                var second = NODE.start(id, 2);
                NODE.begin(second);
                stands(id, Stand.RUNNING);
                ends(id, second, 0, Stand.DONE);
                gets(id, "archive");
                stands(id, Stand.ARCHIVED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void beforeANodeIsThere(Dialect dialect) {
        var wish = Wish.drawn(dialect, dialect.name().length());
        var held = dialect != Dialect.NDS;
        var id = wish.submit("agnes", held);
        if (held) {
            views(id).stand(Stand.CREATED);
            wish.isShownIn(views(id), "agnes", id);
            as("agnes").get("/api/1.0/task/" + id + "/pending").then().statusCode(200);
        }
        views(id).stand(Stand.PENDING);
        stands(id, Stand.PASSED_OVER);
        wish.isShownIn(views(id), "agnes", id);
        as("agnes").delete("/api/1.0/task/" + id).then().statusCode(200);
        views(id).stand(Stand.KILLED);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatAQuotaRefuses(Dialect dialect) {
        var wish = Wish.drawn(dialect, 20 + dialect.name().length()).with(5);
        var reason = "The quota of user abel: 0 of 4 GiB of memory are used and it asks for 5";
        if (dialect == Dialect.NDS) {
            // It says so at the door.
            var answer = wish.send("abel", false);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.jsonPath().getString("error")).isEqualTo(reason);
            return;
        }
        var id = wish.submit("abel", false);
        eventually(() -> ThreeViews.of("abel", id).stand(Stand.REFUSED));
        var views = ThreeViews.of("abel", id);
        assertThat(views.own().get("reason").textValue()).isEqualTo(reason);
        assertThat(views.goDocker().at("/status/duration").doubleValue()).isZero();
        wish.isShownIn(views, "abel", id);
    }

    @Test
    void whatWaitsForAnotherAttempt() {
        var started = new ContainerCommand.Start[1];
        NODE.serving(1_000, 100_000, () -> {
            started[0] = NODE.start(Wish.drawn(Dialect.OWN, 300).submit("agnes", false));
            NODE.begin(started[0]);
            long id = Long.parseLong(started[0].owner().id());
            stands(id, Stand.RUNNING);
            gets(id, "reschedule");
        });
        long id = Long.parseLong(started[0].owner().id());
        ends(started[0], 143);
        stands(id, Stand.RESCHEDULED);
        assertThat(views(id).goDocker().at("/container/meta/State/Running").booleanValue())
                .isFalse();
        as("agnes").delete("/api/1.0/task/" + id).then().statusCode(200);
        views(id).stand(Stand.KILLED);
    }

    @Test
    void anArrayAndItsChildren() {
        var array = as("agnes")
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"true\",\"array\":\"3:5:2\",\"tags\":[\"many\"]}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        for (long it = array; it <= array + 2; it++) {
            views(it).stand(Stand.PENDING);
        }
        NODE.serving(1_000, 100_000, () -> {
            var starts = List.of(NODE.start(array + 1), NODE.start(array + 2));
            stands(array, Stand.RUNNING);
            stands(array + 1, Stand.PLACED);
            NODE.begin(starts.get(1));
            stands(array + 2, Stand.RUNNING);
            ends(array + 2, starts.get(1), 4, Stand.BROKEN);
            stands(array, Stand.RUNNING);
            counts(array, 1);
            ends(array + 1, starts.get(0), 0, Stand.DONE);
            stands(array, Stand.BROKEN);
            counts(array, 2);
        });
        for (int place = 1; place <= 2; place++) {
            var child = views(array + place);
            assertThat(child.own().at("/child_of/task").longValue())
                    .isEqualTo(array)
                    .isEqualTo(child.goDocker().get("parent_task_id").longValue());
            assertThat(child.own().at("/child_of/index").intValue())
                    .isEqualTo(1 + 2 * place)
                    .isEqualTo(
                            child.goDocker().at("/requirements/array/task_id").intValue());
            assertThat(child.goDocker().at("/requirements/array/values").isNull())
                    .isTrue();
            assertThat(child.goDocker().at("/meta/tags/0").textValue()).isEqualTo("many");
        }
    }

    private static void counts(long array, int over) {
        var views = views(array);
        assertThat(views.own().at("/array/over").intValue())
                .isEqualTo(over)
                .isEqualTo(
                        views.goDocker().at("/requirements/array/nb_tasks_over").intValue());
        assertThat(views.own().at("/array/size").intValue())
                .isEqualTo(2)
                .isEqualTo(views.goDocker().at("/requirements/array/nb_tasks").intValue());
        assertThat(views.own().at("/array/first").longValue())
                .isEqualTo(array + 1)
                .isEqualTo(views.goDocker().at("/requirements/array/tasks/0").longValue());
        assertThat(views.own().at("/array/values").textValue())
                .isEqualTo("3:5:2")
                .isEqualTo(views.goDocker().at("/requirements/array/values").textValue());
        assertThat(views.goDocker().at("/requirements/array/task_id").isNull()).isTrue();
        assertThat(views.goDocker().get("parent_task_id").isNull()).isTrue();
    }

    private static void asks(long id, String path) {
        as("agnes").post(path.formatted(id)).then().statusCode(200);
    }

    private static void gets(long id, String what) {
        as("agnes").get("/api/1.0/task/%d/%s".formatted(id, what)).then().statusCode(200);
    }

    private static void ends(long id, ContainerCommand.Start start, int code, Stand stand) {
        ends(start, code);
        stands(id, stand);
    }

    private static void ends(ContainerCommand.Start start, int code) {
        var now = Instant.now();
        NODE.exited(start, code, now.minusSeconds(1), now);
        NODE.collected(start, code, now.minusSeconds(1), now);
    }

    private static void stands(long id, Stand stand) {
        eventually(() -> {
            var views = views(id);
            views.stand(stand);
            assertThat(ThreeViews.listed("agnes", id)).isEqualTo(views.ownInLists());
        });
    }

    private static ThreeViews views(long id) {
        return ThreeViews.of("agnes", id);
    }
}
