package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image declares reaches the script of a task: case 43 of the GO-Docker dialect. */
@ExtendWith(SuiteExtension.class)
class ImageEnvironmentIT {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void case043_aVariableOfTheImageIsSeenByTheScriptRootOrNot(boolean root, Suite suite) throws Exception {
        suite.engine().makeImage("slipway/declares", "slipway/base:latest", "FOO=bar and more");
        var batch = new Batch(suite, "esther");
        var task = galaxyTask("#!/bin/sh\necho $FOO\nid -u\necho $GODOCKER_PWD\nprintenv PATH\n");
        in(task, "container").put("image", "slipway/declares:latest");
        in(task, "container").put("root", root);
        var ended = batch.run(task);
        assertThat(ended.exitCode()).isZero();
        var lines = batch.output(ended).lines().toList();
        assertThat(lines.get(0)).isEqualTo("bar and more");
        assertThat(lines.get(1).equals("0")).isEqualTo(root);
        assertThat(lines.get(2)).isEqualTo("/mnt/go-docker");
        assertThat(lines.get(3)).contains("/usr/bin");
    }
}
