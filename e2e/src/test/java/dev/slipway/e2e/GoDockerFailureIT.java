package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conformance cases 58 to 60 of the GO-Docker dialect: what is tried again when containers are gone from under their tasks. */
@ExtendWith(SuiteExtension.class)
class GoDockerFailureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RETRIES = 2;

    @Test
    void case058_to_060_aFailureOfTheEngineIsTriedAgainAsOftenAsAllowedAndOneOfTheScriptIsNot(Suite suite)
            throws Exception {
        var fay = new Batch(suite, "fay");
        var two = fay.submit(withPolicy(RETRIES, "#!/bin/sh\nsleep 300\n"));
        var five = fay.submit(withPolicy(5, "#!/bin/sh\nsleep 300\n"));
        var none = fay.submit(withPolicy(0, "#!/bin/sh\nsleep 300\n"));
        var failing = fay.submit(withPolicy(RETRIES, "#!/bin/sh\nexit 1\n"));
        fay.awaitUp(none);
        for (int failures = 1; failures <= RETRIES; failures++) {
            fay.awaitUp(two);
            String node = fay.awaitUp(five).getString("container.meta.Node.Name");
            suite.loseContainers(failures == 1 ? List.of(two, five, none) : List.of(two, five));
            for (long id : List.of(two, five)) {
                var again = awaitFailures(fay, id, failures);
                assertThat(again.get("nodes")).isEqualTo(List.of(node));
                assertThat((String) again.get("reason")).contains("does not know the container");
                assertThat(fay.task(id).getString("status.primary")).isNotEqualTo("over");
            }
        }
        fay.awaitUp(two);
        fay.awaitUp(five);
        suite.loseContainers(List.of(two, five));
        for (long id : List.of(two, five)) {
            isOverAsLost(suite, fay, id, RETRIES + 1);
        }
        isOverAsLost(suite, fay, none, 1);

        var end = fay.awaitOver(failing);
        assertThat(end.getString("status.secondary")).isEmpty();
        assertThat(end.getInt("status.exitcode")).isEqualTo(1);
        assertThat(attempts(suite, failing)).isOne();
    }

    private static Map<String, Object> withPolicy(int retries, String script) {
        var task = galaxyTask(script);
        in(task, "requirements").put("failure_policy", retries);
        return task;
    }

    /** What its status says of its failures. */
    private static Map<String, Object> awaitFailures(Batch batch, long id, int count) {
        return Awaitility.await("%d failures of task %d".formatted(count, id))
                .atMost(PATIENCE)
                .until(
                        () -> batch.task(id).<String, Object>getMap("status.failure"),
                        it -> it != null && Integer.valueOf(count).equals(it.get("count")));
    }

    private static void isOverAsLost(Suite suite, Batch batch, long id, int attempts) throws Exception {
        var end = batch.awaitOver(id);
        assertThat(end.getString("status.reason")).contains("does not know the container");
        assertThat(attempts(suite, id)).isEqualTo(attempts);
    }

    private static long attempts(Suite suite, long id) throws Exception {
        return suite.count("select count(*) from attempt where task = ?", id);
    }
}
