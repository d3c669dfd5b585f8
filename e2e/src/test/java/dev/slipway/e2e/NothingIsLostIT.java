package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was answered with success ends, once, with its output, whatever is killed on the way. */
@ExtendWith(SuiteExtension.class)
class NothingIsLostIT {
    private static final int TASKS = 30;

    @Test
    void thirtyTasksSurviveTheDeathOfEveryPart(Suite suite) throws Exception {
        var batch = new Batch(suite, "erin");
        var ids = new ArrayList<Long>();
        for (int i = 0; i < TASKS; i++) {
            ids.add(batch.submit("#!/bin/sh\necho begin $GODOCKER_JID\nsleep 1.5\necho end $GODOCKER_JID\n"));
        }
        for (var victim : List.of("task-service", "node-service", "backends")) {
            batch.awaitOver(ids.get(nextLandmark(victim)));
            suite.kill(victim);
            suite.up();
        }
        for (long id : ids) {
            var task = batch.awaitOver(id);
            assertThat(task.getInt("status.exitcode")).as("exit code of " + id).isZero();
            assertThat(batch.text(id, "god.log")).isEqualTo("begin %d\nend %d\n".formatted(id, id));
            assertThat(suite.count("select count(*) from attempt where task = ?", id))
                    .as("attempts of " + id)
                    .isOne();
            assertThat(suite.count("select count(*) from usage_ledger where task = ?", id))
                    .as("ledger of " + id)
                    .isOne();
        }
    }

    /** So many tasks are over when it dies; the rest are running or waiting. */
    private static int nextLandmark(String victim) {
        return switch (victim) {
            case "task-service" -> 2;
            case "node-service" -> 9;
            default -> 16;
        };
    }
}
