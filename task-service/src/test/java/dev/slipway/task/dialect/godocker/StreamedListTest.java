package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists without an end are read as they are taken. Their reader stops after the first task while another hand takes away the last
 * ones; they do not come, so they cannot have been in memory before. A whole list is far more than what the buffers between the
 * two sides hold.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class StreamedListTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TASKS = 1_000;
    private static final int GONE = 50;
    private static final int SCRIPT = 30_000;

    /** Above all numbers there are. */
    private static final long FIRST = 7_000_000_000L;

    @Inject
    Pool database;

    @TestHTTPResource
    URI address;

    @BeforeEach
    void manyTasks() {
        Accounts.announce("stella", 5401);
        var id = submit("stella", task("").replace("echo hello", "#" + "x".repeat(SCRIPT)));
        as("stella").delete(TASK + "/" + id).then().statusCode(200);
        var columns = database.query("select string_agg(column_name, ',') from information_schema.columns"
                        + " where table_name = 'task' and is_generated = 'NEVER' and column_name <> 'id'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
        sql(
                "insert into task (id, " + columns + ") select it, " + columns
                        + " from task cross join generate_series($2::bigint, $2 + $3 - 1) as it where id = $1",
                id,
                FIRST,
                (long) TASKS);
    }

    @AfterEach
    void noneIsLeft() {
        sql("delete from task where id >= $1", FIRST);
    }

    @ParameterizedTest
    @CsvSource({"POST, /over/0/0", "GET, /over?limit=0", "GET, /active"})
    void whatComesLastIsNotReadFirst(String method, String list) throws Exception {
        if (list.equals("/active")) {
            sql("update task set state = 'created', outcome = null, ended_at = null where id >= $1", FIRST);
        }
        try (var tasks = JSON.readerFor(JsonNode.class).<JsonNode>readValues(open(method, list))) {
            assertThatTheLastAreNotReadFirst(tasks);
        }
    }

    @Test
    void theLastRowsOfATableAreNotReadFirst() throws Exception {
        try (var table = JSON.createParser(open("GET", "/over?draw=4&limit=" + TASKS))) {
            while (!"data".equals(table.currentName()) || !table.isExpectedStartArrayToken()) {
                table.nextToken();
            }
            table.clearCurrentToken();
            assertThatTheLastAreNotReadFirst(JSON.readerFor(JsonNode.class).readValues(table));
        }
    }

    private void assertThatTheLastAreNotReadFirst(MappingIterator<JsonNode> tasks) throws Exception {
        assertThat(tasks.nextValue().get("id").asLong()).isEqualTo(FIRST + TASKS - 1);
        sql("delete from task where id between $1 and $1 + $2 - 1", FIRST, (long) GONE);
        var found = 1;
        while (tasks.hasNextValue()) {
            found += tasks.nextValue().get("id").asLong() >= FIRST ? 1 : 0;
        }
        assertThat(found).isEqualTo(TASKS - GONE);
    }

    /** A page of our own API is written in one piece: that of large tasks is shorter, and the next one goes on behind it. */
    @Test
    void aPageOfLargeTasksIsShorter() {
        var first = as("stella").get("/api/v1/tasks?limit=1000").jsonPath();
        List<Long> ids = new ArrayList<>(first.getList("tasks.id", Long.class));
        assertThat(ids).hasSizeBetween(200, 900);
        var next = first;
        while (next.get("next") != null) {
            next = as("stella")
                    .get("/api/v1/tasks?limit=1000&before=" + next.getLong("next"))
                    .jsonPath();
            ids.addAll(next.getList("tasks.id", Long.class));
        }
        assertThat(ids.stream().filter(it -> it >= FIRST))
                .containsExactlyElementsOf(LongStream.range(0, TASKS)
                        .mapToObj(it -> FIRST + TASKS - 1 - it)
                        .toList());
    }

    private InputStream open(String method, String list) throws Exception {
        var request = HttpRequest.newBuilder(address.resolve(TASK + list))
                .header("Authorization", "Bearer " + Tokens.user("stella"))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody())
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private void sql(String statement, Object... parameters) {
        database.preparedQuery(statement)
                .execute(Tuple.from(parameters))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
