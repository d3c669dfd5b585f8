package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code ./slipway} says and keeps, of a suite that runs. */
@ExtendWith(SuiteExtension.class)
class ScriptIT {
    @Test
    void upOfWhatRunsStartsNothingAndProvesItWithATask(Suite suite) throws Exception {
        var before = suite.slipway("status", "--json");
        var said = suite.slipway("up");
        assertThat(said)
                .contains("everything ran already")
                .containsSubsequence("| Hello from a container of Slipway", "| step 1 of 3", "| step 3 of 3")
                .containsPattern("its files: [^\n]*answer\\.txt")
                .contains("Slipway is up after", suite.url());
        assertThat(processes(suite.slipway("status", "--json"))).isEqualTo(processes(before));
        assertThat(suite.slipway("logs", "task-service")).contains("submitted task=");
    }

    @Test
    void whatItKeepsIsItsOwnersAlone(Suite suite) throws Exception {
        assertThat(permissions(suite.home())).isEqualTo("rwx------");
        assertThat(permissions(suite.home().resolve("secrets"))).isEqualTo("rwx------");
        try (var secrets = Files.list(suite.home().resolve("secrets"))) {
            assertThat(secrets)
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(permissions(it)).isEqualTo("rw-------"));
        }
    }

    @Test
    void aKeyThatIsDeadIsNotPrintedAndTheNewOneIsTakenFromTheInput(Suite suite) throws Exception {
        var kept = suite.home().resolve("secrets/admin-key");
        var key = Files.readString(kept);
        Files.writeString(kept, "DEADKEYDEADKEYDEADKEY\n");
        try {
            assertThat(suite.shell("! ./slipway credentials"))
                    .contains("was renewed", "./slipway credentials --set")
                    .doesNotContain("DEADKEY");
            assertThat(suite.shell("! echo OTHERKEYOTHERKEY | ./slipway credentials --set"))
                    .contains("does not accept this key");
            suite.shell("echo %s | ./slipway credentials --set".formatted(key.strip()));
            assertThat(JsonPath.from(suite.slipway("credentials")).getString("apikey"))
                    .isEqualTo(key.strip());
            assertThat(permissions(kept)).isEqualTo("rw-------");
        } finally {
            Files.writeString(kept, key);
        }
    }

    private static Object processes(String status) {
        return JsonPath.from(status).getList("processes.pid");
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(path.toString(), e);
        }
    }
}
