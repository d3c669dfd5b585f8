package dev.slipway.node.container;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pullByFilter;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;

@ApplicationScoped
class MongoContainerRepository implements ContainerRepository {
    private final ReactiveMongoCollection<Document> containers;

    MongoContainerRepository(ReactiveMongoClient mongo) {
        this.containers = mongo.getDatabase("node").getCollection("containers");
    }

    @Override
    public Uni<Boolean> insert(Container container) {
        return containers
                .insertOne(ContainerDocument.whole(container))
                .replaceWith(true)
                .onFailure(MongoContainerRepository::isThere)
                .recoverWithItem(false);
    }

    private static boolean isThere(Throwable fault) {
        return fault instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    @Override
    public Uni<Void> update(Container container) {
        return containers
                .updateOne(eq(container.name()), ContainerDocument.change(container))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> askStop(String name) {
        return containers.updateOne(eq(name), set(ContainerDocument.STOP, true)).replaceWithVoid();
    }

    @Override
    public Uni<Void> pull(String name, int sent) {
        return containers
                .updateOne(
                        eq(name),
                        pullByFilter(new Document(
                                ContainerDocument.OUTBOX,
                                new Document(ContainerDocument.NUMBER, new Document("$lte", sent)))))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Kept>> unfinished(String node) {
        return containers
                .find(and(eq(ContainerDocument.NODE, node), ne(ContainerDocument.STATE, ContainerDocument.DONE)))
                .map(ContainerDocument::read)
                .collect()
                .asList();
    }

    @Override
    public Uni<Void> bury(Collection<String> names, Instant now) {
        return containers
                .updateMany(
                        in("_id", names),
                        combine(
                                set(ContainerDocument.STATE, ContainerDocument.DONE),
                                set(ContainerDocument.DONE_AT, Date.from(now)),
                                unset(ContainerDocument.COMMAND),
                                unset(ContainerDocument.OUTBOX),
                                unset(ContainerDocument.DEVICES),
                                unset(ContainerDocument.END)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(String node, Instant before) {
        return containers
                .deleteMany(and(
                        eq(ContainerDocument.NODE, node),
                        eq(ContainerDocument.STATE, ContainerDocument.DONE),
                        lt(ContainerDocument.DONE_AT, Date.from(before))))
                .replaceWithVoid();
    }
}
