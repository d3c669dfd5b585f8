package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a new user reads and types: the commands of the README's "Try it", as they stand there. */
@ExtendWith(SuiteExtension.class)
class ReadmeIT {
    private static final String BEGIN = "```sh\n";

    @Test
    void itsCommandsDoWhatItSays(Suite suite) throws Exception {
        var said = suite.shell(commands("## Try it"));
        // A log, followed to its end.
        assertThat(said).containsSubsequence("data: step 1\n", "data: step 2\n", "data: step 3\n", "event: end\n");
        // Files: listed, downloaded, and read by who has the link and no login.
        assertThat(said).contains("\"name\":\"answer.txt\"");
        assertThat(said.lines().filter("42"::equals)).hasSize(2);
        assertThat(said).containsPattern("(?m)^http://[^ ]+/share/[^ ]+/files/answer.txt$");
        // An array, and who waits for it.
        assertThat(said).containsPattern("\"code\":\"dependency\",\"detail\":\"It waits for the end of task [0-9]+\"");
        assertThat(said.lines().filter(it -> it.startsWith("value ")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10)
                        .mapToObj(it -> "value " + it)
                        .toList());
        // A kill.
        assertThat(said).containsPattern("\"state\":\"over\",\"outcome\":\"killed\"");
        assertThat(said).containsPattern("\"secondary\":\"killed\"[^\n]*\"exitcode\":137");
        // A quota: why, and what becomes of the task.
        var full = "The quota of project genomics: 1 of 1 cpus are used and it asks for 1";
        assertThat(said).contains("\"code\":\"quota\",\"detail\":\"" + full + "\"");
        assertThat(said).contains("\"outcome\":\"refused\",\"reason\":\"" + full + "\"");
        // Bills: what ada ran, and the administrator.
        assertThat(said)
                .containsPattern(
                        "\\{\"_id\":\\{\"user\":\"ada\",\"project\":\"genomics\"},\"cpu\":1,\"ram\":1,\"gpus\":0,\"totaltime\":[0-9.]+}");
        assertThat(said).containsPattern("\\{\"_id\":\\{\"user\":\"admin\",\"project\":\"default\"},\"cpu\":[0-9]+");
    }

    /** Those of the first block below a heading. */
    private static String commands(String heading) throws IOException {
        var readme = Files.readString(Suite.root().resolve("README.md"));
        var begin = readme.indexOf(BEGIN, readme.indexOf(heading + "\n")) + BEGIN.length();
        return readme.substring(begin, readme.indexOf("```", begin));
    }
}
