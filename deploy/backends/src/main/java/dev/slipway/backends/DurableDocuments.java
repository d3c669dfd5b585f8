package dev.slipway.backends;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Carries out MongoDB's commands, and answers one that changes something when the change can no longer be lost. */
final class DurableDocuments extends H2Backend {
    /** What surely changes nothing; any other command is taken for a change. */
    private static final Set<String> READS = Set.of(
            "find",
            "getmore",
            "killcursors",
            "count",
            "distinct",
            "listcollections",
            "listindexes",
            "listdatabases",
            "ismaster",
            "hello",
            "ping",
            "buildinfo",
            "serverstatus",
            "dbstats",
            "collstats",
            "endsessions",
            "connectionstatus",
            "hostinfo",
            "getlog",
            "getcmdlineopts",
            "whatsmyuri",
            "getlasterror");

    private static final Logger LOG = Logger.getLogger(DurableDocuments.class.getName());

    private final DocumentStore store;

    DurableDocuments(DocumentStore store) {
        super(store.file());
        this.store = store;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new KeyedDocuments.Database(name, getMvStore(), getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        try {
            return READS.contains(command.toLowerCase(Locale.ROOT))
                    ? super.handleCommand(channel, database, command, query)
                    : store.change(() -> super.handleCommand(channel, database, command, query));
        } catch (MongoServerException e) {
            throw e; // a refusal, which the client is told
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "fault in command " + command + " on " + database, e);
            throw e;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
