package dev.slipway.storage.object;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import dev.slipway.platform.failure.Failure;
import dev.slipway.storage.object.Place.Stage;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * One document per task. A change names in its filter what it may replace; where nothing fits, the insert that MongoDB then
 * tries meets the document that is there, and that tells that the change came too late.
 */
@ApplicationScoped
class MongoObjectRepository implements ObjectRepository {
    private static final String DATABASE = "storage";
    /** Items in one document: with the longest paths still half of what MongoDB takes. */
    private static final int MOST_ITEMS = 2000;

    private final ReactiveMongoCollection<Document> tasks;
    private final ReactiveMongoCollection<Document> parts;

    MongoObjectRepository(ReactiveMongoClient client) {
        this.tasks = client.getDatabase(DATABASE).getCollection("tasks");
        this.parts = client.getDatabase(DATABASE).getCollection("parts");
    }

    @Override
    public Uni<Optional<Place>> find(TaskId task) {
        var brief = new FindOptions()
                .projection(Projections.exclude(
                        TaskDocument.FILES, TaskDocument.DIRECTORIES, TaskDocument.INLINE, TaskDocument.PARTS));
        return tasks.find(eq(task.number()), brief)
                .collect()
                .first()
                .map(Optional::ofNullable)
                .map(it -> it.map(TaskDocument::toPlace));
    }

    @Override
    public Uni<Boolean> tell(Place place) {
        return switch (place.stage()) {
            case LIVE ->
                replace(place, older(place), TaskDocument.of(place))
                        .chain(changed -> changed ? Uni.createFrom().item(true) : tellNode(place));
            case OVER -> replace(place, or(older(place), at(place, Stage.LIVE)), TaskDocument.of(place));
            case KEPT -> keep(place, Manifest.EMPTY);
            case GONE -> giveUp(place.task(), place.owner()).replaceWith(true);
        };
    }

    /** The attempt was first heard of from its output, which does not say the node. */
    private Uni<Boolean> tellNode(Place place) {
        if (place.node().isEmpty()) {
            return Uni.createFrom().item(false);
        }
        var unknown = all(at(place, Stage.LIVE), exists(TaskDocument.NODE, false));
        return tasks.updateOne(
                        only(place, unknown),
                        Updates.set(TaskDocument.NODE, place.node().get()))
                .map(it -> it.getMatchedCount() > 0);
    }

    @Override
    public Uni<Boolean> keep(Place place, Manifest manifest) {
        var document = TaskDocument.of(place.kept());
        var mayReplace = or(
                older(place),
                all(eq(TaskDocument.ATTEMPT, place.attempt()), ne(TaskDocument.STAGE, TaskDocument.word(Stage.KEPT))));
        document.append(TaskDocument.INLINE, TaskDocument.inline(manifest.inline()));
        var runs = manifest.runs(MOST_ITEMS);
        if (runs.size() == 1) {
            return replace(place, mayReplace, TaskDocument.append(document, runs.getFirst()));
        }
        var firstKeys = runs.stream().map(it -> it.getFirst().key()).toList();
        return keepParts(place, runs)
                .chain(() -> replace(place, mayReplace, document.append(TaskDocument.PARTS, firstKeys)));
    }

    /** Before the document that names them: nobody sees half a manifest. */
    private Uni<Void> keepParts(Place place, List<List<Item>> runs) {
        var writes = new ArrayList<Uni<UpdateResult>>();
        for (int part = 0; part < runs.size(); part++) {
            var id = partId(place, part);
            var document = TaskDocument.append(new Document(TaskDocument.ID, id), runs.get(part));
            writes.add(parts.replaceOne(eq(id), document, new ReplaceOptions().upsert(true)));
        }
        return Uni.join().all(writes).usingConcurrencyOf(2).andFailFast().replaceWithVoid();
    }

    @Override
    public Uni<Manifest> manifest(Place place, FilePath around) {
        return tasks.find(only(place, at(place, Stage.KEPT)))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> Failure.unavailable("Task %s is changing; try again".formatted(place.task())))
                .chain(document -> itemsAround(place, document, around)
                        .map(items -> new Manifest(items, TaskDocument.inlineOf(document))));
    }

    private Uni<List<Item>> itemsAround(Place place, Document document, FilePath path) {
        var firstKeys = TaskDocument.parts(document);
        if (firstKeys.isEmpty()) {
            return Uni.createFrom().item(TaskDocument.items(document));
        }
        var ids = TaskDocument.partsAround(firstKeys, path).stream()
                .map(part -> partId(place, part))
                .toList();
        return parts.find(in(TaskDocument.ID, ids))
                .onItem()
                .transformToIterable(TaskDocument::items)
                .collect()
                .asList();
    }

    @Override
    public Uni<Void> giveUp(TaskId task, String owner) {
        var document = TaskDocument.of(Place.gone(task, owner));
        // The ids of its parts are those between "42/" and "420": the character behind the slash is the zero.
        var itsParts = and(gte(TaskDocument.ID, task + "/"), lt(TaskDocument.ID, task + "0"));
        return tasks.replaceOne(eq(task.number()), document, new ReplaceOptions().upsert(true))
                .chain(() -> parts.deleteMany(itsParts))
                .replaceWithVoid();
    }

    @Override
    public Multi<TaskId> tasksOf(String owner) {
        return tasks.find(
                        and(eq(TaskDocument.OWNER, owner), ne(TaskDocument.STAGE, TaskDocument.word(Stage.GONE))),
                        new FindOptions().projection(Projections.include(TaskDocument.ID)))
                .map(it -> new TaskId(it.get(TaskDocument.ID, Number.class).longValue()));
    }

    private static String partId(Place place, int part) {
        return "%s/%d/%d".formatted(place.task(), place.attempt(), part);
    }

    private static Bson only(Place place, Bson condition) {
        return all(eq(place.task().number()), condition);
    }

    /** Conditions on different fields. Not by {@code $and}: inside of it the embedded server finds no key, and reads all there is. */
    private static Bson all(Bson... conditions) {
        var all = new BsonDocument();
        for (var condition : conditions) {
            all.putAll(condition.toBsonDocument());
        }
        return all;
    }

    private static Bson older(Place place) {
        return lt(TaskDocument.ATTEMPT, place.attempt());
    }

    private static Bson at(Place place, Stage stage) {
        return all(eq(TaskDocument.ATTEMPT, place.attempt()), eq(TaskDocument.STAGE, TaskDocument.word(stage)));
    }

    private Uni<Boolean> replace(Place place, Bson mayReplace, Document document) {
        var target = only(place, mayReplace);
        return tasks.replaceOne(target, document, new ReplaceOptions().upsert(true))
                .replaceWith(true)
                .onFailure(MongoObjectRepository::isTaken)
                // Somebody was there first: what is there now decides.
                .recoverWithUni(() -> tasks.replaceOne(target, document).map(it -> it.getMatchedCount() > 0));
    }

    private static boolean isTaken(Throwable fault) {
        return fault instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }
}
