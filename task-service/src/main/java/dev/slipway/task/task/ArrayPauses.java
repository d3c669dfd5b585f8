package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.History.What;
import dev.slipway.task.task.TaskState.Pending;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Carries to the children of arrays what was asked of the whole: that they stand still, or go on. An array is suspended, or
 * resumed, when no child has still to be told, and that is told once; until then each look finds those that are left, whatever
 * crashed.
 */
@ApplicationScoped
class ArrayPauses {
    private static final Logger LOG = Logger.getLogger(ArrayPauses.class);

    private static final String LEFT = """
            child.parent_id = whole.id and child.state in ('placed', 'running') and case whole.standing
              when 'suspending' then coalesce(child.standing, '') not in ('suspending', 'suspended', 'suspend_refused')
              else child.standing in ('suspending', 'suspended') end""";

    private static final String ASKED = "whole.array_size is not null and whole.standing in ('suspending', 'resuming')";

    private static final String CHILDREN =
            "select child.id, whole.id as whole, whole.standing from task as whole join task child on %s where %s limit 500"
                    .formatted(LEFT, ASKED);

    private static final String DONE = """
            %s and not exists (select 1 from task child where %s)
              and not exists (select 1 from task child where whole.standing = 'suspending'
                and child.parent_id = whole.id and child.standing = 'suspending')""".formatted(ASKED, LEFT);

    private static final String ALL_DONE = "select id from task as whole where " + DONE;

    private static final String SETTLE = """
            update task as whole set version = version + 1,
              standing = case standing when 'suspending' then 'suspended' else 'resumed' end
            where id = ?1 and %s returning id""".formatted(DONE);

    private final Pool pool;
    private final Tasks tasks;
    private final TaskRepository repository;
    private final Steps steps;
    private final Outbox outbox;
    private final OwnContext context;
    private final InstantSource clock;

    ArrayPauses(
            Pool pool,
            Tasks tasks,
            TaskRepository repository,
            Steps steps,
            Outbox outbox,
            OwnContext context,
            InstantSource clock) {
        this.pool = pool;
        this.tasks = tasks;
        this.repository = repository;
        this.steps = steps;
        this.outbox = outbox;
        this.context = context;
        this.clock = clock;
    }

    Uni<Void> follow() {
        return pool.query(CHILDREN)
                .execute()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(this::tell)
                        .collect()
                        .last())
                .chain(() -> pool.query(ALL_DONE).execute())
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> settle(row.getLong("id")))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    /** What was asked of it is done: that is told once, with the change, and only where nothing else was asked meanwhile. */
    private Uni<Void> settle(long array) {
        return context.run(() -> Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(SETTLE, Long.class)
                        .setParameter(1, array)
                        .getResultList())
                .chain(done -> done.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : repository.require(new TaskId(array)).chain(it -> tell(it, clock.instant())))));
    }

    private Uni<Void> tell(Task array, Instant now) {
        var suspended = array.course().standing() == Standing.SUSPENDED;
        return steps.keep(array, suspended ? What.SUSPENDED : What.RESUMED, now)
                .chain(() -> outbox.append(told(array, suspended, now)));
    }

    private static List<Event> told(Task array, boolean suspended, Instant now) {
        var id = array.id().number();
        var owner = array.owner().login();
        var told = new ArrayList<Event>();
        told.add(suspended ? new TaskEvent.Suspended(id, owner, 0, now) : new TaskEvent.Resumed(id, owner, 0, now));
        var primary = array.state() instanceof Pending ? "pending" : "running";
        told.addAll(Mails.eachTime(array, 0, primary, suspended ? "suspended" : "resumed", now));
        return told;
    }

    private Uni<Void> tell(Row row) {
        var child = new TaskId(row.getLong("id"));
        var standing = Standing.valueOf(row.getString("standing").toUpperCase(Locale.ROOT));
        return context.run(() -> tasks.follow(child, new TaskId(row.getLong("whole")), standing))
                .onFailure()
                .invoke(fault -> LOG.warnf("not told yet task=%s cause=%s", child, fault))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
