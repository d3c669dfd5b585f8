package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log of a task can be followed while it runs and read again afterwards, from any byte. */
@ExtendWith(SuiteExtension.class)
class FollowIT {
    @Test
    void aFollowerGetsEveryLineAndTheEnd(Suite suite) {
        var batch = new Batch(suite, "grace");
        var id = batch.submit("#!/bin/sh\nfor i in 1 2 3 4 5; do echo line $i; sleep 0.4; done\n");
        var events = batch.get("/api/v1/tasks/" + id + "/logs?stream=stdout&follow=true")
                .asString();
        var text = events.lines()
                .filter(it -> it.startsWith("data:"))
                .map(it -> it.substring(5).strip())
                .filter(it -> it.startsWith("line"))
                .collect(Collectors.joining(","));
        assertThat(text).isEqualTo("line 1,line 2,line 3,line 4,line 5");
        assertThat(events).contains("event: end");
    }

    @Test
    void aReaderGoesOnWhereItWas(Suite suite) {
        var batch = new Batch(suite, "grace");
        var ended = batch.run("#!/bin/sh\nprintf 0123456789\n");
        var rest = batch.get("/api/v1/tasks/" + ended.id() + "/logs?stream=stdout&offset=4");
        assertThat(rest.asString()).isEqualTo("456789");
        assertThat(rest.header("X-Next-Offset")).isEqualTo("10");
    }
}
