package dev.slipway.node.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerEvent.Collected;
import dev.slipway.platform.contract.ContainerEvent.Failed;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Engine;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process finds beside what every one does: a script with a name, a folder for results, data to read. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(StorageStandIn.class)
class OutfitTest {
    @Inject
    NodeName node;

    private Attempt it;

    @BeforeEach
    void attempt() {
        it = new Attempt(node.get());
    }

    @BeforeAll
    static void image() {
        Engine.image();
    }

    @Test
    void aScriptHasItsNameAndItsResultsAreKept() {
        var script = "echo \"$0\"; echo figure > /output/plot.txt; ls /mnt/go-docker/output";
        Kafka.publish(it.command(Samples.named("analysis.sh", script)));
        assertThat(it.await(Collected.class).exitCode()).isZero();
        assertThat(it.text("analysis.sh")).isEqualTo(script);
        assertThat(it.text("god.log")).isEqualTo("/mnt/go-docker/analysis.sh\nplot.txt\n");
        assertThat(it.text("output/plot.txt")).isEqualTo("figure\n");
    }

    @Test
    void aScriptThatNoEventCouldCarryComesFromTaskService() {
        var padding = new byte[5 << 20];
        Arrays.fill(padding, (byte) '#');
        var script = ("#!/bin/sh\necho large; exit 4\n" + new String(padding, UTF_8)).getBytes(UTF_8);
        Storage.script(it.task(), script);
        Kafka.publish(it.command(Samples.apart("large.sh", script, true)));
        assertThat(it.await(Collected.class).exitCode()).isEqualTo(4);
        assertThat(it.text("god.log")).isEqualTo("large\n");
        assertThat(Storage.file(it.task(), 1, "large.sh")).isEqualTo(script);
    }

    @Test
    void aScriptThatIsNotKeptAnyMoreIsAReasonAndNoWait() {
        Kafka.publish(it.command(Samples.apart("gone.sh", new byte[] {1}, true)));
        assertThat(it.await(Failed.class).reason()).contains("not kept");
    }

    @Test
    void dataAreReadAndNotWritten(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("rain.csv"), "1,2\n");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var data = new Mount("climate", folder.toString(), "/data/climate", true, true);
        Kafka.publish(
                it.command(Samples.reading("cat /data/climate/rain.csv; echo x > /data/climate/y || echo no", data)));
        it.await(Collected.class);
        assertThat(it.text("god.log")).isEqualTo("1,2\nno\n");
        assertThat(folder.resolve("y")).doesNotExist();
    }

    @Test
    void dataThatAreMissingOnTheNodeAreAReason() {
        var data = new Mount("climate", "/nowhere/climate", "/data/climate", true, true);
        Kafka.publish(it.command(Samples.reading("true", data)));
        assertThat(it.await(Failed.class).reason()).contains("climate");
    }
}
