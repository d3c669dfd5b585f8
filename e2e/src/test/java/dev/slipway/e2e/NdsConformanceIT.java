package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The conformance cases of NDS Labs whose calls are built, through the gateway and with real containers. */
@ExtendWith(SuiteExtension.class)
class NdsConformanceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> OVER = List.of("COMPLETED", "FAILED");

    private Suite suite;
    private Batch nina;

    @BeforeEach
    void accounts(Suite suite) {
        this.suite = suite;
        nina = new Batch(suite, "nina");
    }

    @Test
    void case01_nobodyUploadsOrLooksWithoutCredentials() {
        for (var path : List.of("/upload", "/nds/upload")) {
            assertThat(suite.anonymous().get(path + "?job_id=1").statusCode()).isEqualTo(401);
            assertThat(suite.anonymous().formParam("script", "true").post(path).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void case03_aScriptRunsToItsEnd() {
        var id = submit(form().formParam("script", "echo \"$0\"; printf 'x' > /output/figure.txt"));
        assertThat(status(id).getString("'create task state'")).isIn("UNKNOWN", "RUNNING", "COMPLETED");
        var over = awaitOver(id);
        assertThat(over.getString("create_task_state")).isEqualTo("COMPLETED");
        assertThat(over.getInt("exit_code")).isZero();
        assertThat(over.getString("container_id")).isNotBlank();
        assertThat(over.getString("worker")).isNotBlank();
        assertThat(nina.text(over.getLong("task"), "god.log")).isEqualTo("/mnt/go-docker/script.sh\n");
        assertThat(nina.text(over.getLong("task"), "output/figure.txt")).isEqualTo("x");
    }

    @Test
    void case04_anAttachedFileLiesInTheJobDirectoryUnderItsCleanedName() {
        var script = "#!/bin/sh\ncat \"$0\" | wc -c\n".getBytes(StandardCharsets.UTF_8);
        var over = awaitOver(submit(parts().multiPart("file", "code").multiPart("code", "../count me.sh", script)));
        assertThat(over.getString("create_task_state")).isEqualTo("COMPLETED");
        assertThat(over.getString("script")).isEqualTo("count_me.sh");
        assertThat(nina.file(over.getLong("task"), "count_me.sh").asByteArray()).isEqualTo(script);
        assertThat(nina.text(over.getLong("task"), "god.log").strip()).isEqualTo(Integer.toString(script.length));
    }

    @Test
    void case04_aFileOfFiveMebibytesRunsToo() {
        var script = ("#!/bin/sh\necho large\nexit 0\n" + "#".repeat(5 << 20)).getBytes(StandardCharsets.UTF_8);
        var over = awaitOver(submit(parts().multiPart("file", "large.sh", script)));
        assertThat(over.getString("create_task_state"))
                .as(over.getString("reason"))
                .isEqualTo("COMPLETED");
        assertThat(nina.text(over.getLong("task"), "god.log")).isEqualTo("large\n");
        assertThat(nina.file(over.getLong("task"), "large.sh").asByteArray()).isEqualTo(script);
    }

    @Test
    void case10_twoDataSetsAreMountedReadOnly() throws Exception {
        data("climate", "1,2\n");
        data("rain", "3,4\n");
        var script = "for d in $NDS_DATA; do cat $d/table.csv; touch $d/mine 2>/dev/null || echo $d; done";
        var over = awaitOver(submit(form().formParam("script", script)
                .formParam("data", "climate", "rain")
                .formParam("name", "reader")));
        assertThat(over.getList("data")).containsExactly("climate", "rain");
        assertThat(nina.text(over.getLong("task"), "god.log")).isEqualTo("1,2\n/data/climate\n3,4\n/data/rain\n");
        assertThat(Suite.data("climate").resolve("mine")).doesNotExist();
    }

    @Test
    void case13_anotherExitCodeIsAFailure() {
        var over = awaitOver(submit(form().formParam("script", "exit 4")));
        assertThat(over.getString("create_task_state")).isEqualTo("FAILED");
        assertThat(over.getInt("exit_code")).isEqualTo(4);
    }

    /** It holds what it has read, which is more than its gigabyte. */
    @Test
    void case14_tooMuchMemoryIsAFailureThatSaysSo() {
        var script = "exec dd if=/dev/zero of=/dev/null bs=1500000000 count=1";
        var over = awaitOver(submit(form().formParam("script", script)));
        assertThat(over.getString("create_task_state")).isEqualTo("FAILED");
        assertThat(over.getString("reason")).containsIgnoringCase("memory");
    }

    @Test
    void case16_anothersJobNeverWas() {
        var id = submit(form().formParam("script", "true"));
        var others = suite.as("oleg").get("/nds/upload?job_id=" + id);
        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(others.jsonPath().getString("'create task state'")).isEqualTo("UNKNOWN");
        assertThat(others.jsonPath().getString("code")).isEqualTo("nds.job_not_found");
        awaitOver(id);
    }

    @Test
    void theOtherCallsSayThatTheyAreNotBuilt() {
        for (var root : List.of("", "/nds")) {
            for (var call : List.of(
                    "/stdout",
                    "/list_data",
                    "/list_images",
                    "/list_container",
                    "/stop",
                    "/info",
                    "/diff",
                    "/metric",
                    "/download")) {
                var answer = suite.as("nina").get(root + call + "?cont_id=0123456789ab");
                assertThat(answer.statusCode()).as(root + call).isEqualTo(501);
                assertThat(answer.jsonPath().getString("code")).isEqualTo("nds.not_built");
            }
        }
    }

    private static void data(String name, String table) throws Exception {
        var folder = Files.createDirectories(Suite.data(name));
        Path file = folder.resolve("table.csv");
        Files.writeString(file, table);
    }

    private RequestSpecification form() {
        return suite.as("nina").urlEncodingEnabled(true).formParam("image_name", "slipway/base");
    }

    private RequestSpecification parts() {
        return suite.as("nina").multiPart("image_name", "slipway/base");
    }

    private static String submit(RequestSpecification request) {
        return request.post("/upload").then().statusCode(201).extract().path("job_id");
    }

    private JsonPath status(String id) {
        return suite.as("nina")
                .get("/upload?job_id=" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath awaitOver(String id) {
        return Awaitility.await("job " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> status(id), it -> OVER.contains(it.getString("create_task_state")));
    }
}
