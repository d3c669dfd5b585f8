package dev.slipway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedDocumentsTest {
    @TempDir
    Path folder;

    @Test
    void aKeyAndAConditionChangeWhatHasBoth() {
        in(ours(), all -> {
            all.insertOne(Document.parse("{_id: 7, attempt: 2, stage: 'live'}"));
            all.insertOne(Document.parse("{_id: 8, attempt: 1, stage: 'live'}"));
            var kept = Document.parse("{attempt: 2, stage: 'kept'}");
            assertThat(all.replaceOne(Document.parse("{_id: 7, attempt: {$lt: 2}}"), kept)
                            .getMatchedCount())
                    .isZero();
            var older = Document.parse("{_id: 7, $or: [{attempt: {$lt: 2}}, {attempt: 2, stage: {$ne: 'kept'}}]}");
            assertThat(all.replaceOne(older, kept).getMatchedCount()).isEqualTo(1);
            assertThat(all.replaceOne(older, kept).getMatchedCount()).isZero();
            assertThat(all.find(Document.parse("{_id: 7, stage: 'kept'}"))).hasSize(1);
            assertThat(all.find(Document.parse("{_id: 8, stage: 'kept'}"))).isEmpty();
            assertThat(all.find(Document.parse("{_id: {$in: [7, 8]}, attempt: 1}")))
                    .extracting(it -> it.getInteger("_id"))
                    .containsExactly(8);
            assertThat(all.deleteOne(Document.parse("{_id: 8, stage: 'live'}")).getDeletedCount())
                    .isEqualTo(1);
        });
    }

    /** A condition that fails on any other document shows who was looked at. */
    @Test
    void nothingElseIsLookedAt() {
        in(ours(), all -> {
            all.insertOne(Document.parse("{_id: 'zero', share: 0}"));
            all.insertOne(Document.parse("{_id: 'half', share: 2}"));
            assertThat(all.find(divided("half"))).hasSize(1);
            assertThatThrownBy(() -> all.find(divided("zero")).first()).isInstanceOf(MongoCommandException.class);
        });
    }

    private static Document divided(String key) {
        return Document.parse("{$expr: {$gt: [{$divide: [10, '$share']}, 1]}, _id: '%s'}".formatted(key));
    }

    @Test
    void filesAreThoseOfTheServerItself() {
        in(new H2Backend(folder.resolve("documents.mv").toString()), all -> {
            all.insertOne(Document.parse("{_id: 'a', n: 1}"));
        });
        in(ours(), all -> {
            assertThat(all.find(Document.parse("{_id: 'a', n: 1}"))).hasSize(1);
            all.insertOne(Document.parse("{_id: 'b', n: 2}"));
        });
        in(
                new H2Backend(folder.resolve("documents.mv").toString()),
                all -> assertThat(all.countDocuments()).isEqualTo(2));
    }

    private MongoBackend ours() {
        return new DurableDocuments(DocumentStore.open(folder.resolve("documents.mv")));
    }

    private static void in(MongoBackend backend, Consumer<MongoCollection<Document>> work) {
        var server = new MongoServer(backend);
        try (var client = MongoClients.create(server.bindAndGetConnectionString())) {
            work.accept(client.getDatabase("test").getCollection("all"));
        } finally {
            server.shutdownNow();
        }
    }
}
