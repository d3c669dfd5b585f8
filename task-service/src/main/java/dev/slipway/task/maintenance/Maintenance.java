package dev.slipway.task.maintenance;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What is in maintenance. In maintenance the suite takes no new task and starts none that wait; a node gets none. What runs
 * goes on. Each replica knows of a change of another one within a second.
 */
@ApplicationScoped
public class Maintenance {
    private static final Logger LOG = Logger.getLogger(Maintenance.class);
    private static final String ALL = "all";
    private static final int LONGEST_NAME = 253;

    private static final String ON =
            "insert into maintenance (node, changed_at, changed_by) values ($1, $2, $3)" + " on conflict do nothing";

    private final Pool pool;
    private final InstantSource clock;
    private final AtomicLong begun = new AtomicLong();
    private long taken;
    private volatile Set<String> known = Set.of();

    Maintenance(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Whether the whole suite is in maintenance. */
    public boolean isOn() {
        return known.contains(ALL);
    }

    /** The nodes that are to get nothing new. */
    public Set<String> nodes() {
        var nodes = new HashSet<>(known);
        nodes.remove(ALL);
        return nodes;
    }

    /**
     * Goes on only while the suite takes tasks.
     *
     * @throws Failure UNAVAILABLE in maintenance
     */
    public void mustBeOff() {
        if (isOn()) {
            throw Failure.unavailable("Maintenance: no new tasks for a while");
        }
    }

    /**
     * Begins or ends maintenance, for administrators.
     *
     * @param node the name of a node, or {@code all} for the whole suite
     */
    public Uni<Void> set(String node, boolean on, Caller caller) {
        caller.mustBeAdmin();
        if (node.isBlank() || node.length() > LONGEST_NAME) {
            throw Failure.invalid("node", "not the name of a node");
        }
        var change = on
                ? pool.preparedQuery(ON)
                        .execute(Tuple.of(node, clock.instant().atOffset(ZoneOffset.UTC), caller.login()))
                : pool.preparedQuery("delete from maintenance where node = $1").execute(Tuple.of(node));
        return change.chain(this::look)
                .invoke(() ->
                        LOG.infof("maintenance node=%s status=%s by=%s", node, on ? "on" : "off", caller.login()));
    }

    /** What the store says now; the last word stays while it does not answer. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return look().onFailure()
                .invoke(fault -> LOG.debugf("maintenance waits cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    /** Of two looks at once the one that began later counts, whichever is answered first. */
    private Uni<Void> look() {
        return Uni.createFrom().deferred(() -> {
            var turn = begun.incrementAndGet();
            return pool.query("select node from maintenance")
                    .execute()
                    .invoke(rows -> {
                        var found = new HashSet<String>();
                        rows.forEach(row -> found.add(row.getString(0)));
                        take(turn, Set.copyOf(found));
                    })
                    .replaceWithVoid();
        });
    }

    private synchronized void take(long turn, Set<String> found) {
        if (turn > taken) {
            taken = turn;
            known = found;
        }
    }
}
