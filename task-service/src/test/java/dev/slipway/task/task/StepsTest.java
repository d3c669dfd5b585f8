package dev.slipway.task.task;

import static dev.slipway.task.task.ATask.NOON;
import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.task.task.History.What;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is kept of the way of a task. */
class StepsTest {
    @Test
    void anArrayIsStoppedOnce() {
        assertThat(steps(aTask().array(), it -> it.cancel(NOON), Task::suspend, Task::resume, it -> it.cancel(NOON)))
                .containsExactly(What.STOP_ASKED, What.SUSPEND_REFUSED, What.RESUME_REFUSED);
    }

    @Test
    void aStopFollowsWhatWasMeantToGoOn() {
        assertThat(steps(
                        aTask().running(),
                        Task::suspend,
                        it -> it.suspended(1),
                        it -> it.reschedule(NOON),
                        it -> it.reschedule(NOON),
                        it -> it.cancel(NOON),
                        it -> it.cancel(NOON)))
                .containsExactly(What.SUSPEND_ASKED, What.SUSPENDED, What.RESCHEDULE_ASKED, What.STOP_ASKED);
    }

    @Test
    void whatAnAttemptSaysIsNotSaidAgain() {
        assertThat(steps(
                        aTask().placed(),
                        it -> it.preparing(1, ATask.DIRECTORY, ""),
                        it -> it.started(1, ATask.start()),
                        it -> it.reschedule(NOON),
                        it -> it.lost(1, "gone", NOON, 1)))
                .containsExactly(What.RESCHEDULE_ASKED);
    }

    @SafeVarargs
    private static List<What> steps(ATask from, UnaryOperator<Task>... way) {
        var steps = new ArrayList<What>();
        var task = from.build();
        for (var step : way) {
            var next = step.apply(task);
            Steps.between(task, next).ifPresent(steps::add);
            task = next;
        }
        return steps;
    }
}
