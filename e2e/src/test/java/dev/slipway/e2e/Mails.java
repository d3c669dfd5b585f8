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

/** What a task's owner is written, by way of a real mail server, which is away for a minute or longer. */
final class Mails implements AutoCloseable {
    private static final String ADDRESS = "mona@example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private final Suite suite;
    private final Batch mona;
    private final MailServer server;
    private final List<Long> tasks = new ArrayList<>();
    private Instant stopped = Instant.MAX;

    private Mails(Suite suite) throws IOException, InterruptedException {
        this.suite = suite;
        mona = new Batch(suite, "mona");
        suite.as("mona")
                .contentType(ContentType.JSON)
                .body(Map.of("email", ADDRESS))
                .patch("/api/v1/accounts/mona")
                .then()
                .statusCode(200);
        server = suite.makeMailServer();
    }

    static Mails of(Suite suite) throws IOException, InterruptedException {
        return new Mails(suite);
    }

    /** Those of one task arrive; then the server goes. */
    void arriveAndThenItGoes() throws IOException, InterruptedException {
        server.start();
        submit();
        arrive();
        assertThat(server.deliveredTo(ADDRESS))
                .allSatisfy(it -> assertThat(it).contains("galaxy job"))
                .extracting(it -> MailServer.header(it, "Subject"))
                .containsExactlyInAnyOrder(
                        "Task %d running".formatted(tasks.getFirst()), "Task %d over".formatted(tasks.getFirst()));
        server.stop();
        stopped = Instant.now();
    }

    /** A task whose owner wants to hear of it. */
    void submit() {
        var task = galaxyTask("true");
        task.put("notify", Map.of("email", true));
        tasks.add(mona.submit(task));
    }

    /** They are tried in vain now. */
    void awaitTries() {
        Awaitility.await("tries in vain").atMost(PATIENCE).until(() -> waiting("tries > 0") > 0);
    }

    /** None is lost while the server is away, and none comes twice when it is back. */
    void waitAndArriveOnce() throws IOException, SQLException {
        var late = 2 * (tasks.size() - 1);
        Awaitility.await("all of them wait").atMost(PATIENCE).until(() -> waiting("true") == late);
        Awaitility.await("a minute without the server")
                .atMost(PATIENCE)
                .until(() -> stopped.plus(OUTAGE).isBefore(Instant.now()));
        assertThat(waiting("true")).isEqualTo(late);

        server.start();
        arrive();
        // What would come a second time would come before the mails of another task.
        submit();
        arrive();
        assertThat(waiting("true")).isZero();
    }

    /** Two mails of each task, that it runs and that it is over, each once, and no other. */
    private void arrive() throws IOException {
        for (long task : tasks) {
            assertThat(mona.awaitOver(task).getInt("status.exitcode")).isZero();
        }
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

    private long waiting(String condition) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.database("auth"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from mail where account = 'mona' and state = 'queued' and " + condition)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.stop();
    }
}
