package dev.slipway.task.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Counts everything again from what does not know the ledger: the attempts, as they were placed and closed, and what nodes
 * told of containers, as far back as its topic goes. Then the ledger is added up anew and compared with the daily sums and the
 * bills that are kept.
 */
@ApplicationScoped
public class Recount {
    private static final Logger LOG = Logger.getLogger(Recount.class);
    private static final int MOST_TOLD = 100;

    private final SqlRecount store;
    private final SqlToldEnds told;
    private final NodesWord nodes;
    /** One holds a connection and a snapshot for as long as the topic takes to be read. */
    private final AtomicBoolean busy = new AtomicBoolean();

    Recount(SqlRecount store, SqlToldEnds told, NodesWord nodes) {
        this.store = store;
        this.told = told;
        this.nodes = nodes;
    }

    /**
     * What was found.
     *
     * @param attempts closed attempts of tasks that are kept
     * @param entries entries of the ledger
     * @param forgotten entries of tasks that were removed: only the topic can prove them
     * @param told attempts whose end the topic still holds
     * @param days daily sums
     * @param differences what is not as it should be, the first hundred of each kind
     * @param repaired whether missing entries were made, all daily sums written again and all bills forgotten
     */
    public record Findings(
            long attempts,
            long entries,
            long forgotten,
            long told,
            long days,
            List<Difference> differences,
            boolean same,
            boolean repaired) {}

    /**
     * One of them.
     *
     * @param kind {@code missing} from the ledger, {@code different} from it, {@code unproved} by any attempt,
     *     {@code untold}: not what the node said, {@code unheard}: the node should have said it, and has not,
     *     {@code day}: a wrong sum, {@code bill}: a wrong bill
     * @param what task and attempt, or owner, project and day, or {@code user} or {@code project}, its name, and the month
     */
    public record Difference(
            String kind,
            String what,
            @JsonProperty("found_in") String foundIn) {}

    /** Compares all, for administrators. Nothing is changed unless {@code repair}; the ledger only grows even then. */
    public Uni<Findings> all(boolean repair, Caller caller) {
        caller.mustBeAdmin();
        if (!busy.compareAndSet(false, true)) {
            throw Failure.conflict("recount", "A recount is under way");
        }
        return Panache.withTransaction(() -> store.compare(MOST_TOLD).chain(found -> withNodes(found, repair)))
                .call(() -> repair
                        ? Panache.withTransaction(store::repair)
                        : Uni.createFrom().voidItem())
                .invoke(it -> LOG.infof(
                        "usage recounted entries=%d differences=%d by=%s",
                        it.entries(), it.differences().size(), caller.login()))
                .onTermination()
                .invoke(() -> busy.set(false));
    }

    private Uni<Findings> withNodes(SqlRecount.Compared found, boolean repair) {
        return told.create()
                .chain(() -> nodes.read(told::add))
                .chain(since -> told.differences(since, MOST_TOLD))
                .map(words -> SqlRecount.both(found.differences(), words))
                .chain(all -> told.count()
                        .map(ends -> new Findings(
                                found.attempts(),
                                found.entries(),
                                found.forgotten(),
                                ends,
                                found.days(),
                                all,
                                all.isEmpty(),
                                repair)));
    }
}
