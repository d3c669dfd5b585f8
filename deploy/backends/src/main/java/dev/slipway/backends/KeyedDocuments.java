package dev.slipway.backends;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Documents asked for by their key and something else, such as the state they must be in to be changed. The server's own indexes
 * serve a query only when it asks for nothing else: it would look at every document there is.
 */
final class KeyedDocuments extends H2Collection {
    private static final String KEY = "_id";

    private KeyedDocuments(
            MongoDatabase database, String name, CollectionOptions options, MVStore file, CursorRegistry cursors) {
        super(
                database,
                name,
                options,
                file.openMap("databases.%s.%s".formatted(database.getDatabaseName(), name)),
                file.openMap("meta.%s.%s".formatted(database.getDatabaseName(), name)),
                cursors);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, @Nullable Document orderBy, int skip, int limit, int batchSize, @Nullable Document fields) {
        var key = query.get(KEY);
        if (query.size() == 1 || !(key instanceof String || key instanceof Number)) {
            return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
        }
        var only = super.queryDocuments(new Document(KEY, key), null, 0, 0, 0, null).collectDocuments().stream();
        return matchDocumentsFromStream(only, query, orderBy, skip, limit, batchSize, fields);
    }

    /** A database whose collections are such. */
    static final class Database extends H2Database {
        private final MVStore file;
        private final CursorRegistry cursors;

        /** Opens the collections that are there. */
        Database(String name, MVStore file, CursorRegistry cursors) {
            // Before its own constructor, which opens them.
            this.file = file;
            this.cursors = cursors;
            super(name, file, cursors);
        }

        @Override
        protected H2Collection openOrCreateCollection(String name, CollectionOptions options) {
            return new KeyedDocuments(this, name, options, file, cursors);
        }
    }
}
