package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What was answered with success is done, once, whatever is killed before it is done. Every part dies once; each time tasks run
 * and wait, wishes are not carried out yet, and mails wait for their server.
 */
@ExtendWith(SuiteExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingIsLostIT {
    /** At each death: those of the first are over by then, the others run or wait. */
    private static final int FIRST = 3;

    private static final int OTHERS = 7;

    private final List<Load> loads = new ArrayList<>();
    private final List<Wishes> wishes = new ArrayList<>();
    private Suite suite;
    private Mails mails;

    @BeforeAll
    void everyPartDies(Suite suite) throws Exception {
        this.suite = suite;
        mails = Mails.of(suite);
        mails.arriveAndThenItGoes();
        die("task-service");
        mails.awaitTries();
        // The one who sends the mails dies with it.
        die("node-service", "auth-service");
        die("backends");
    }

    private void die(String... victims) throws Exception {
        // Of one account, so that all is placed in the order of its submission.
        var login = "wanda-without-" + victims[0];
        var asked = Wishes.prepare(suite, login);
        var load = Load.of(suite, login);
        load.submit(FIRST);
        mails.submit();
        mails.submit();
        asked.submit();
        load.submit(OTHERS);
        load.awaitFirst();
        asked.awaitSome();
        asked.ask();
        load.isNotOver();
        for (var victim : victims) {
            suite.kill(victim);
        }
        suite.up();
        asked.goOn();
        loads.add(load);
        wishes.add(asked);
    }

    @AfterAll
    void noMoreMail() throws InterruptedException {
        mails.close();
    }

    @Test
    void thirtyTasksAreOverOnceWithTheirOutput() throws Exception {
        for (var load : loads) {
            load.isOverOnce();
        }
    }

    @Test
    void whatWasAskedIsDone() throws Exception {
        for (var asked : wishes) {
            asked.areGranted();
        }
    }

    @Test
    void noMailIsLostAndNoneIsSentTwice() throws Exception {
        mails.waitAndArriveOnce();
    }

    /** Tasks of which nothing else is asked. */
    private record Load(Suite suite, Batch batch, List<Long> ids) {
        static Load of(Suite suite, String login) {
            return new Load(suite, new Batch(suite, login), new ArrayList<>());
        }

        void submit(int count) {
            for (int i = 0; i < count; i++) {
                ids.add(batch.submit("#!/bin/sh\necho begin $GODOCKER_JID\nsleep 1.5\necho end $GODOCKER_JID\n"));
            }
        }

        void awaitFirst() {
            batch.awaitOver(ids.get(FIRST - 1));
        }

        /** Some of them run or wait. */
        void isNotOver() {
            assertThat(batch.task(ids.getLast()).getString("status.primary")).isNotEqualTo("over");
        }

        void isOverOnce() throws Exception {
            for (long id : ids) {
                var task = batch.awaitOver(id);
                assertThat(task.getInt("status.exitcode"))
                        .as("exit code of " + id)
                        .isZero();
                assertThat(batch.text(id, "god.log")).isEqualTo("begin %d\nend %d\n".formatted(id, id));
                assertThat(suite.count("select count(*) from attempt where task = ?", id))
                        .as("attempts of " + id)
                        .isOne();
                assertThat(suite.count("select count(*) from usage_ledger where task = ?", id))
                        .as("ledger of " + id)
                        .isOne();
            }
        }
    }
}
