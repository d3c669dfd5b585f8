package dev.slipway.node.node;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.slipway.node.hardware.Capacity;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

@ApplicationScoped
class MongoNodeRepository implements NodeRepository {
    private static final String HEARD_AT = "heardAt";

    private final ReactiveMongoCollection<Document> nodes;

    MongoNodeRepository(ReactiveMongoClient mongo) {
        this.nodes = mongo.getDatabase("node").getCollection("nodes");
    }

    @Override
    public Uni<Void> keep(Node node, Optional<Instant> heardAt) {
        var document = toDocument(node);
        heardAt.ifPresent(it -> document.append(HEARD_AT, Date.from(it)));
        return nodes.replaceOne(Filters.eq(node.name()), document, new ReplaceOptions().upsert(true))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Instant>> heardAt(String name) {
        return nodes.find(Filters.eq(name))
                .collect()
                .first()
                .map(found -> Optional.ofNullable(found)
                        .map(document -> document.getDate(HEARD_AT))
                        .map(Date::toInstant));
    }

    @Override
    public Uni<List<Node>> all() {
        return nodes.find()
                .map(MongoNodeRepository::toNode)
                .collect()
                .asList()
                .map(found ->
                        found.stream().sorted(Comparator.comparing(Node::name)).toList());
    }

    private static Document toDocument(Node node) {
        return new Document("_id", node.name())
                .append("url", node.url())
                .append("cpus", node.capacity().cpus())
                .append("memoryBytes", node.capacity().memoryBytes())
                .append("gpus", node.capacity().gpus())
                .append("accepting", node.accepting())
                .append("labels", new Document(new HashMap<String, Object>(node.labels())))
                .append("seenAt", Date.from(node.seenAt()));
    }

    private static Node toNode(Document document) {
        var labels = new HashMap<String, String>();
        document.get("labels", new Document()).forEach((name, value) -> labels.put(name, String.valueOf(value)));
        return new Node(
                document.getString("_id"),
                document.getString("url"),
                new Capacity(document.getInteger("cpus"), document.getLong("memoryBytes"), document.getInteger("gpus")),
                document.getBoolean("accepting"),
                labels,
                document.getDate("seenAt").toInstant());
    }
}
