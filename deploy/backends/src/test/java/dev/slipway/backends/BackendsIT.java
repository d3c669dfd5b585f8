package dev.slipway.backends;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.http.SdkHttpMethod.GET;
import static software.amazon.awssdk.http.SdkHttpMethod.PUT;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is packaged, and what it promises: all four serve, and nothing acknowledged is ever lost. */
class BackendsIT {
    private static final Set<String> COMPACTED =
            Set.of("account-events.v1", "project-events.v1", "node-events.v1", "image-events.v1");

    @TempDir
    Path folder;

    @Test
    void allFourServeFromAnEmptyFolderAndKeepTheirDataThroughAKill() throws Exception {
        try (var backends = new BackendsProcess(folder.resolve("data")).launch()) {
            BackendsProcess.await("PostgreSQL is being initialised", this::initialising);
            backends.kill();
            backends.launch().awaitReady();
            var clients = new Clients(backends);
            assertThat(clients.topics()).allSatisfy((name, topic) -> {
                var dead = name.endsWith(".dead");
                assertThat(topic.partitions()).as(name).isEqualTo(dead ? 1 : 4);
                assertThat(topic.compacted()).as(name).isEqualTo(!dead && COMPACTED.contains(name));
            });
            assertThat(clients.topics()).containsKeys("account-events.v1", "task-events.v1", "task-events.v1.dead");
            var large = "x".repeat(3_000_000);
            clients.sendRecord("task-events.v1", large);
            try (var connection = clients.sql("task");
                    var statement = connection.createStatement()) {
                statement.execute("create table kept (word text); insert into kept values ('row')");
            }
            try (var mongo = clients.mongo()) {
                mongo.getDatabase("node").getCollection("kept").insertOne(new Document("_id", "document"));
            }
            assertThat(clients.s3(PUT, "/kept", "").statusCode()).isEqualTo(200);
            assertThat(clients.s3(PUT, "/kept/a/file.txt", "object").statusCode())
                    .isEqualTo(200);
            long server = postgres().pid();

            backends.kill();
            backends.launch().awaitReady();

            assertThat(postgres().pid()).as("the PostgreSQL server is adopted").isEqualTo(server);
            assertThat(clients.records("task-events.v1")).containsExactly(large);
            assertThat(clients.sqlValue("task", "select word from kept")).isEqualTo("row");
            try (var mongo = clients.mongo()) {
                assertThat(mongo.getDatabase("node").getCollection("kept").countDocuments(eq("_id", "document")))
                        .isEqualTo(1);
            }
            assertThat(clients.s3(GET, "/kept/a/file.txt", "").body()).isEqualTo("object");
            assertThat(clients.s3(GET, "/kept/a/file.txt", "", "wrong").statusCode())
                    .isEqualTo(403);
        }
        assertThat(Postmaster.serving(folder.resolve("data/postgresql")))
                .as("nothing stays behind")
                .isEmpty();
    }

    @Test
    void anAcknowledgedDocumentSurvivesAKillAtAnyMoment() throws Exception {
        try (var backends = new BackendsProcess(folder.resolve("data")).launch().awaitReady()) {
            var acknowledged = ConcurrentHashMap.<Integer>newKeySet();
            try (var mongo = new Clients(backends).mongo()) {
                var documents = mongo.getDatabase("node").getCollection("documents");
                documents.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
                IntStream.range(0, 500).forEach(id -> acknowledged.add(insert(documents, id)));
                var writers = Executors.newFixedThreadPool(4);
                IntStream.range(500, 100_000)
                        .forEach(id -> writers.execute(() -> acknowledged.add(insert(documents, id))));
                BackendsProcess.await("the writers are at full speed", () -> acknowledged.size() > 1_500);
                backends.kill();
                writers.shutdownNow();
            }
            backends.launch().awaitReady();
            assertWhole(new Clients(backends), acknowledged);
        }
    }

    @Test
    void aPostgresThatDiesIsStartedAgain() throws Exception {
        try (var backends = new BackendsProcess(folder.resolve("data")).launch().awaitReady()) {
            var server = postgres();
            server.destroyForcibly();
            BackendsProcess.await(
                    "another server serves",
                    () -> Postmaster.serving(folder.resolve("data/postgresql"))
                                    .filter(it -> it.process().pid() != server.pid())
                                    .isPresent()
                            && backends.healthStatus() == 200);
            BackendsProcess.await("it takes queries", () -> answers(new Clients(backends)));
        }
    }

    @Test
    void aTakenPortIsNamedAndNothingStaysBehind() throws Exception {
        try (var taken = new ServerSocket(0)) {
            var backends = new BackendsProcess(folder.resolve("data"))
                    .with("SLIPWAY_S3_PORT", Integer.toString(taken.getLocalPort()))
                    .launch();
            assertThat(backends.awaitEnd()).isEqualTo(1);
            assertThat(Files.readString(backends.log()))
                    .contains(
                            "Port %d for S3 is held by another process; free it, or set SLIPWAY_S3_PORT to another port"
                                    .formatted(taken.getLocalPort()));
        }
        assertThat(Postmaster.serving(folder.resolve("data/postgresql"))).isEmpty();
    }

    @Test
    void itEndsWithTheProcessItBelongsTo() throws Exception {
        var parent = new ProcessBuilder("sleep", "600").start();
        var backends = new BackendsProcess(folder.resolve("data"))
                .with("SLIPWAY_PARENT_PID", Long.toString(parent.pid()))
                .launch()
                .awaitReady();
        parent.destroyForcibly();
        assertThat(backends.awaitEnd()).isZero();
        assertThat(Postmaster.serving(folder.resolve("data/postgresql"))).isEmpty();
    }

    /** Its first file is there, and the others are not. */
    private boolean initialising() {
        try (var folders = Files.newDirectoryStream(folder.resolve("data"), "postgresql.unfinished-*")) {
            for (var unfinished : folders) {
                if (Files.exists(unfinished.resolve("PG_VERSION"))) {
                    return true;
                }
            }
        } catch (IOException _) {
            // It has not come so far.
        }
        return false;
    }

    private ProcessHandle postgres() throws Exception {
        return Postmaster.serving(folder.resolve("data/postgresql"))
                .orElseThrow()
                .process();
    }

    private static int insert(MongoCollection<Document> documents, int id) {
        documents.insertOne(new Document("_id", id).append("name", "document " + id));
        return id;
    }

    /** What was acknowledged is there, and the unique index agrees with the documents. */
    private static void assertWhole(Clients clients, Set<Integer> acknowledged) {
        try (var mongo = clients.mongo()) {
            var documents = mongo.getDatabase("node").getCollection("documents");
            var found = documents.find().into(new ArrayList<>());
            assertThat(found.stream()
                            .map(document -> document.getInteger("_id"))
                            .collect(Collectors.toSet()))
                    .containsAll(acknowledged);
            assertThat(found)
                    .allSatisfy(document -> assertThat(documents
                                    .find(eq("name", document.get("name")))
                                    .first())
                            .isEqualTo(document));
            int unwritten = found.stream()
                            .mapToInt(document -> document.getInteger("_id"))
                            .max()
                            .orElse(0)
                    + 1;
            List.of(unwritten, unwritten + 1, unwritten + 2, unwritten + 3, unwritten + 4)
                    .forEach(id -> insert(documents, id));
        }
    }

    private static boolean answers(Clients clients) {
        try {
            return clients.sqlValue("auth", "select 1").equals("1");
        } catch (SQLException _) {
            return false;
        }
    }
}
