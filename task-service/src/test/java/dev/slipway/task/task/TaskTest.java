package dev.slipway.task.task;

import static dev.slipway.task.task.ATask.NOON;
import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TaskTest {
    private static final Instant LATER = NOON.plusSeconds(100);
    private static final Exited WELL = new Exited(0, false);

    private static Run.Start begun(Instant at) {
        return new Run.Start("engine-1", "", "/jobs/1/task", "", at);
    }

    @Test
    void aCreatedTaskWaitsOnceItIsReleased() {
        var released = aTask().created().build().release(LATER);
        assertThat(released.state()).isEqualTo(new Pending(LATER));
        assertThat(released.release(LATER.plusSeconds(1))).isEqualTo(released);
    }

    @Test
    void whatNeverRanByAFaultOfTheSystemWaitsAgainAsOftenAsItMay() {
        var again = aTask().placed().build().failed(1, "no space left", LATER, 1);
        assertThat(again.state()).isEqualTo(new Pending(LATER));
        assertThat(again.course().failures()).isEqualTo(new Failures("no space left", List.of("node1"), 1));
        assertThat(outcome(aTask().placed().build().failed(1, "no space left", LATER, 0)))
                .isEqualTo(new Failed("no space left"));
        assertThat(outcome(aTask().stopping().build().failed(1, "no space left", LATER, 1)))
                .isEqualTo(new Killed());
    }

    @Test
    void onlyTheLiveStopIsCountedAgain() {
        var stopping = aTask().stopping().build();
        assertThat(stopping.stoppedAgain(1).stoppedAgain(1).course().stopsRepeated())
                .isEqualTo(2);
        assertThat(stopping.stoppedAgain(2)).isEqualTo(stopping);
        var running = aTask().running().build();
        assertThat(running.stoppedAgain(1)).isEqualTo(running);
    }

    @Test
    void releasingChangesNoOtherTask() {
        for (var task : all()) {
            if (!(task.state() instanceof TaskState.Created)) {
                assertThat(task.release(LATER)).isEqualTo(task);
            }
        }
    }

    @Test
    void aWaitingTaskIsOverAtOnceWhenItIsKilled() {
        assertThat(aTask().build().cancel(LATER).state()).isEqualTo(new Ended(Optional.empty(), new Killed(), LATER));
        assertThat(aTask().created().build().cancel(LATER).isOver()).isTrue();
    }

    @Test
    void aRunningTaskIsStoppingUntilItsContainerIsGone() {
        var task = aTask().running().build();
        var stopping = task.cancel(LATER);
        assertThat(stopping.state()).isInstanceOf(Stopping.class);
        assertThat(stopping.cancel(LATER.plusSeconds(1))).isEqualTo(stopping);
        assertThat(stopping.collected(1, WELL, begun(NOON), LATER, 42).state())
                .isInstanceOfSatisfying(
                        Ended.class, it -> assertThat(it.outcome()).isEqualTo(new Killed()));
    }

    @Test
    void aTaskStoppedBeforeItsStartIsKilled() {
        var task = aTask().stoppingBeforeItsStart().build();
        assertThat(task.failed(1, "stopped before it started", LATER, 0).state())
                .isInstanceOfSatisfying(
                        Ended.class, it -> assertThat(it.outcome()).isEqualTo(new Killed()));
    }

    @Test
    void aTaskRunsFromWhenItsNodeSaysSo() {
        var task = aTask().placed().build().preparing(1, "/job", "").started(1, ATask.start());
        assertThat(task.state()).isInstanceOfSatisfying(Running.class, it -> {
            assertThat(it.run().startedAt()).contains(NOON.plusSeconds(4));
            assertThat(it.run().directory()).isEqualTo(ATask.DIRECTORY);
        });
    }

    @Test
    void itsEndIsWhatItsNodeProved() {
        var task = aTask().running().build();
        assertThat(outcome(task.collected(1, new Exited(3, false), begun(NOON), LATER, 42)))
                .isEqualTo(new Exited(3, false));
        assertThat(outcome(task.failed(1, "no such image", LATER, 0))).isEqualTo(new Failed("no such image"));
        assertThat(outcome(task.lost(1, "engine gone", LATER, 0))).isEqualTo(new Lost("engine gone"));
    }

    @Test
    void anEndWithoutAStartTellsBoth() {
        var task = aTask().placed().build().collected(1, WELL, begun(NOON.plusSeconds(7)), LATER, 42);
        assertThat(task.lastRun().flatMap(Run::startedAt)).contains(NOON.plusSeconds(7));
    }

    @Test
    void whereItsTemporaryStorageIsStaysKnownWhateverAnOlderNodeLeavesOut() {
        var prepared = aTask().placed().build().preparing(1, "/job", "/tmp-of-job");
        assertThat(prepared.lastRun().map(Run::tmp)).contains("/tmp-of-job");
        var silent = new Run.Start("engine-1", "", "/job", "", NOON);
        assertThat(prepared.started(1, silent).lastRun().map(Run::tmp)).contains("/tmp-of-job");
        assertThat(prepared.collected(1, WELL, silent, LATER, 42).lastRun().map(Run::tmp))
                .contains("/tmp-of-job");
        var telling = new Run.Start("engine-1", "", "/job", "/later", NOON);
        assertThat(aTask().placed()
                        .build()
                        .collected(1, WELL, telling, LATER, 42)
                        .lastRun()
                        .map(Run::tmp))
                .contains("/later");
    }

    @Test
    void noEndIsBeforeItsStart() {
        var task = aTask().running().build().collected(1, WELL, begun(NOON), NOON.minusSeconds(5), 42);
        assertThat(task.state())
                .isInstanceOfSatisfying(Ended.class, it -> assertThat(it.at()).isEqualTo(NOON.plusSeconds(4)));
    }

    @Test
    void wordsOfAnotherAttemptChangeNothing() {
        for (var attempt : List.of(0, 2)) {
            for (UnaryOperator<Task> word : words(attempt)) {
                for (var task : all()) {
                    assertThat(word.apply(task)).isEqualTo(task);
                }
            }
        }
    }

    @Test
    void sayingItTwiceIsSayingItOnce() {
        for (UnaryOperator<Task> word : words(1)) {
            for (var task : all()) {
                var once = word.apply(task);
                assertThat(word.apply(once)).isEqualTo(once);
            }
        }
    }

    @Test
    void anEndIsNeverRewritten() {
        var over = aTask().ended(WELL).build();
        for (UnaryOperator<Task> word : words(1)) {
            assertThat(word.apply(over)).isEqualTo(over);
        }
        assertThat(over.cancel(LATER)).isEqualTo(over);
    }

    @Test
    void whatIsStoredIsWhatWasKept() {
        for (var task : all()) {
            assertThat(TaskRow.of(task).toTask()).isEqualTo(task);
        }
    }

    @Test
    void aHomeIsAskedForByNameOnly() {
        var wishes = List.of(
                new Submission.Wish("home", false),
                new Submission.Wish("nope", false),
                new Submission.Wish("go-docker", false),
                new Submission.Wish("home", true));
        assertThat(resolve(wishes, "/home/alice", false))
                .containsExactly(new Volume("home", "/home/alice", "/mnt/home", false));
        assertThat(resolve(wishes, "/home/alice", true))
                .containsExactly(new Volume("home", "/home/alice", "/mnt/home", true));
        assertThat(resolve(wishes, "", false)).isEmpty();
    }

    @Test
    void whatIsRequiredIsThereOrThereIsNoTask() {
        var climate = new Volume("climate", "/srv/climate", "/data/climate", true);
        var known = List.of(new Submission.Wish("climate", true, true));
        assertThat(Volumes.resolve(
                        known,
                        "",
                        false,
                        wish -> Optional.of(climate).filter(it -> it.name().equals(wish.name()))))
                .containsExactly(climate);
        assertThatThrownBy(() -> resolve(known, "", false)).hasMessageContaining("climate");
    }

    @Test
    void whoIsRootOrAsksForItOnlyReadsWhatOthersMayWrite() {
        var scratch = new Volume("scratch", "/srv/scratch", "/scratch", false);
        for (var asks : List.of(true, false)) {
            for (var root : List.of(true, false)) {
                assertThat(Volumes.resolve(
                                List.of(new Submission.Wish("scratch", asks)), "", root, _ -> Optional.of(scratch)))
                        .containsExactly(new Volume("scratch", "/srv/scratch", "/scratch", asks || root));
            }
        }
    }

    private static List<Volume> resolve(List<Submission.Wish> wishes, String home, boolean root) {
        return Volumes.resolve(wishes, home, root, _ -> Optional.empty());
    }

    @Test
    void aPublicIdLeadsBackToItsTask() {
        var task = aTask().build();
        var id = PublicId.of(task);
        assertThat(id.version()).isEqualTo(8);
        assertThat(PublicId.numberIn(id)).contains(task.id());
        assertThat(PublicId.numberIn(UUID.randomUUID())).isEmpty();
        var later = new Task(
                new TaskId(7), task.owner(), task.spec(), task.submittedAt().plusNanos(1000), task.state());
        assertThat(PublicId.of(later).toString()).isGreaterThan(id.toString());
    }

    @Test
    void whatWasLostIsTriedAgainAsOftenAsAllowedElsewhereOrNot() {
        var again = aTask().running().build().lost(1, "engine gone", LATER, 1);
        assertThat(again.state()).isEqualTo(new Pending(LATER));
        assertThat(again.course().standing()).isEqualTo(Standing.RESCHEDULED);
        assertThat(again.course().failures()).isEqualTo(new Failures("engine gone", List.of("node1"), 1));
        assertThat(again.lastRun().map(Run::attempt)).contains(1);
        var never = aTask().running().build().lost(1, "engine gone", LATER, 0);
        assertThat(outcome(never)).isEqualTo(new Lost("engine gone"));
        var exited = aTask().running().build().collected(1, new Exited(1, false), begun(NOON), LATER, 42);
        assertThat(exited.isOver()).isTrue();
    }

    @Test
    void aKillDuringARescheduleIsAKill() {
        var moving = aTask().running().build().reschedule(LATER);
        assertThat(moving.collected(1, WELL, begun(NOON), LATER, 42).state()).isInstanceOf(Pending.class);
        var killed = moving.cancel(LATER);
        assertThat(outcome(killed.collected(1, WELL, begun(NOON), LATER, 42))).isEqualTo(new Killed());
    }

    @Test
    void onlyARunningTaskCanStandStill() {
        var running = aTask().running().build();
        var asked = running.suspend();
        assertThat(asked.course().standing()).isEqualTo(Standing.SUSPENDING);
        assertThat(asked.suspend()).isEqualTo(asked);
        var suspended = asked.suspended(1);
        assertThat(suspended.course().standing()).isEqualTo(Standing.SUSPENDED);
        assertThat(suspended.suspended(2)).isEqualTo(suspended);
        var resumed = suspended.resume().resumed(1);
        assertThat(resumed.course().standing()).isEqualTo(Standing.RESUMED);
        assertThat(resumed.resume()).isEqualTo(resumed);
        assertThat(running.resume().course().standing()).isEqualTo(Standing.RESUME_REFUSED);
        assertThat(aTask().build().suspend().course().standing()).isEqualTo(Standing.SUSPEND_REFUSED);
        assertThat(asked.pauseRefused(1).course().standing()).isEqualTo(Standing.SUSPEND_REFUSED);
        assertThat(outcome(suspended.cancel(LATER).collected(1, WELL, begun(NOON), LATER, 42)))
                .isEqualTo(new Killed());
    }

    @Test
    void whatIsOnItsWayToItStandsStillOnceItHasBegun() {
        var placed = aTask().placed().build();
        var asked = placed.suspend();
        assertThat(asked.course().standing()).isEqualTo(Standing.SUSPENDING);
        assertThat(asked.suspend()).isEqualTo(asked);
        assertThat(asked.suspended(1)).isEqualTo(asked);
        var begun = asked.started(1, ATask.start());
        assertThat(begun.state()).isInstanceOf(Running.class);
        assertThat(begun.course().standing()).isEqualTo(Standing.SUSPENDING);
        assertThat(begun.suspended(1).course().standing()).isEqualTo(Standing.SUSPENDED);
        var withdrawn = asked.resume();
        assertThat(withdrawn.course().standing()).isEqualTo(Standing.RESUMED);
        assertThat(withdrawn.resume()).isEqualTo(withdrawn);
        assertThat(withdrawn.started(1, ATask.start()).course().standing()).isEqualTo(Standing.NORMAL);
        assertThat(placed.resume().course().standing()).isEqualTo(Standing.RESUME_REFUSED);
    }

    /** However many attempts it had for other reasons. */
    @Test
    void aTaskIsDeclinedFiveTimes() {
        var task = aTask().placed(9).build();
        for (int attempt = 9; attempt < 14; attempt++) {
            task = task.declined(attempt, "too late", LATER);
            assertThat(task.state()).isEqualTo(new Pending(LATER));
            assertThat(task.course().failures()).isEqualTo(Failures.NONE);
            task = task.in(new Placed(Run.on("node1", attempt + 1, LATER)));
        }
        assertThat(outcome(task.declined(14, "too late", LATER))).isEqualTo(new Failed("too late"));
    }

    @Test
    void whatEndsBetweenTwoAttemptsKeepsTheOneBefore() {
        var waiting = aTask().retried("engine gone").build();
        for (var ended : List.of(waiting.cancel(LATER), waiting.refuse(LATER, new Outcome.Refused("no more")))) {
            assertThat(ended.isOver()).isTrue();
            assertThat(ended.lastRun()).isPresent().isEqualTo(waiting.lastRun());
            assertThat(ended.course().before()).isPresent();
            assertThat(TaskRow.of(ended).toTask()).isEqualTo(ended);
        }
    }

    @Test
    void childrenAreReleasedWithTheirArray() {
        var child = aTask().child().created().build();
        assertThat(child.release(LATER)).isEqualTo(child);
    }

    private static Outcome outcome(Task task) {
        return ((Ended) task.state()).outcome();
    }

    private static List<UnaryOperator<Task>> words(int attempt) {
        return List.of(
                task -> task.preparing(attempt, "/elsewhere", "/there"),
                task -> task.started(attempt, ATask.start()),
                task -> task.collected(attempt, WELL, begun(NOON), LATER, 42),
                task -> task.failed(attempt, "why", LATER, 0),
                task -> task.lost(attempt, "why", LATER, 0));
    }

    private static List<Task> all() {
        return List.of(
                aTask().created().build(),
                aTask().build(),
                aTask().placed().build(),
                aTask().running().build(),
                aTask().stopping().build(),
                aTask().stoppingBeforeItsStart().build(),
                aTask().ended(WELL).build(),
                aTask().failed("no such image").build(),
                aTask().killedWhilePending().build());
    }
}
