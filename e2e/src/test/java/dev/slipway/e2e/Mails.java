package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a task's owner is written, by way of a real mail server. */
@ExtendWith(SuiteExtension.class)
class MailIT {
    private static final String ADDRESS = "mona@example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private MailServer server;

    @Test
    void whileTheMailServerIsAwayNothingIsLostAndNothingIsSentTwiceWhenItIsBack(Suite suite) throws Exception {
        var mona = new Batch(suite, "mona");
        suite.as("mona")
                .contentType(ContentType.JSON)
                .body(Map.of("email", ADDRESS))
                .patch("/api/v1/accounts/mona")
                .then()
                .statusCode(200);
        server = suite.makeMailServer();
        server.start();
        try {
            var tasks = new ArrayList<Long>();
            tasks.add(runNotified(mona));
            awaitMailsOf(tasks);
            assertThat(server.deliveredTo(ADDRESS))
                    .allSatisfy(it -> assertThat(it).contains("galaxy job"))
                    .extracting(it -> MailServer.header(it, "Subject"))
                    .containsExactlyInAnyOrder(
                            "Task %d running".formatted(tasks.getFirst()), "Task %d over".formatted(tasks.getFirst()));

            server.stop();
            var stopped = Instant.now();
            for (int i = 0; i < 5; i++) {
                tasks.add(runNotified(mona));
            }
            Awaitility.await("tries in vain").atMost(PATIENCE).until(() -> waiting(suite, "tries > 0") > 0);
            // Nor does the death of who sends them lose any.
            suite.kill("auth-service");
            suite.up();
            Awaitility.await("all of them wait").atMost(PATIENCE).until(() -> waiting(suite, "true") == 10);
            Awaitility.await("a minute without the server")
                    .atMost(PATIENCE)
                    .until(() -> stopped.plus(OUTAGE).isBefore(Instant.now()));
            assertThat(waiting(suite, "true")).isEqualTo(10);

            server.start();
            awaitMailsOf(tasks);
            // What would come a second time would come before the mails of another task.
            tasks.add(runNotified(mona));
            awaitMailsOf(tasks);
            assertThat(waiting(suite, "true")).isZero();
        } finally {
            server.stop();
        }
    }

    /** A task whose owner wants to hear of it, run to its end. */
    private static long runNotified(Batch batch) {
        var task = galaxyTask("true");
        task.put("notify", Map.of("email", true));
        var ended = batch.run(task);
        assertThat(ended.exitCode()).isZero();
        return ended.id();
    }

    /** Two mails of each task, that it runs and that it is over, each once, and no other. */
    private void awaitMailsOf(List<Long> tasks) throws IOException {
        var causes = tasks.stream()
                .flatMap(it -> Stream.of("task-%d-1-running".formatted(it), "task-%d-1-over".formatted(it)))
                .toList();
        Awaitility.await("mails of " + tasks.size() + " tasks")
                .atMost(PATIENCE)
                .until(() -> causesOfMails().containsAll(causes));
        assertThat(causesOfMails()).containsExactlyInAnyOrderElementsOf(causes);
    }

    private List<String> causesOfMails() throws IOException {
        return server.deliveredTo(ADDRESS).stream()
                .map(it -> MailServer.header(it, "X-Slipway-Mail"))
                .toList();
    }

    private static long waiting(Suite suite, String condition) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.database("auth"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from mail where account = 'mona' and state = 'queued' and " + condition)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
