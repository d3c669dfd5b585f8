package dev.slipway.backends;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The MongoDB wire protocol on a file; what it cannot do is said in the README. */
final class MongodbBackend implements Backend {
    private final Path data;
    private final int port;
    private @Nullable MongoServer server;

    MongodbBackend(Settings settings) {
        this.data = settings.data().resolve("mongodb");
        this.port = settings.mongodbPort();
    }

    @Override
    public String name() {
        return "mongodb";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws Exception {
        Loopback.requireFree(port, "MongoDB", "SLIPWAY_MONGODB_PORT");
        Files.createDirectories(data);
        server = new MongoServer(new DurableDocuments(DocumentStore.open(data.resolve("documents.mv"))));
        server.bind(Loopback.at(port));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }
}
