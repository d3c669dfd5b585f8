package dev.slipway.storage.log;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.slipway.storage.object.TaskId;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Which attempts have chunks in the store, in {@code storage.chunked}: written before the first, removed after the last. */
@ApplicationScoped
class LogLedger {
    private static final int BATCH = 500;

    private final ReactiveMongoCollection<Document> chunked;
    private final InstantSource clock = InstantSource.system();

    LogLedger(ReactiveMongoClient client) {
        this.chunked = client.getDatabase("storage").getCollection("chunked");
    }

    /** An attempt with chunks. */
    record Line(TaskId task, int attempt) {
        String id() {
            return task + "/" + attempt;
        }

        static Line of(Document document) {
            var parts = document.getString("_id").split("/", -1);
            return new Line(TaskId.of(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    /** Answers whether it is the first to say so. */
    Uni<Boolean> open(Line line) {
        return chunked.updateOne(
                        eq(line.id()),
                        Updates.setOnInsert("at", Date.from(clock.instant())),
                        new UpdateOptions().upsert(true))
                .map(it -> it.getUpsertedId() != null)
                .onFailure(LogLedger::isTaken)
                .recoverWithItem(false);
    }

    /** Two replicas opened it at the same time. */
    private static boolean isTaken(Throwable fault) {
        return fault instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    Uni<Void> close(Line line) {
        return chunked.deleteOne(eq(line.id())).replaceWithVoid();
    }

    /** Some of them, behind {@code after} in the order of their ids. */
    Uni<List<Line>> page(String after) {
        return chunked.find(
                        com.mongodb.client.model.Filters.gt("_id", after),
                        new FindOptions().sort(new Document("_id", 1)).limit(BATCH))
                .map(Line::of)
                .collect()
                .asList();
    }
}
