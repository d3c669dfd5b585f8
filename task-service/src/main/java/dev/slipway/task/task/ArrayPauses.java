package dev.slipway.task.task;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Carries to the children of arrays what was asked of the whole: that they stand still, or go on. An array is suspended, or
 * resumed, when no child has still to be told; until then each look finds those that are left, whatever crashed.
 */
@ApplicationScoped
class ArrayPauses {
    private static final Logger LOG = Logger.getLogger(ArrayPauses.class);

    private static final String LEFT = """
            child.parent_id = whole.id and child.state = 'running' and case whole.standing
              when 'suspending' then coalesce(child.standing, '') not in ('suspending', 'suspended', 'suspend_refused')
              else child.standing in ('suspending', 'suspended') end""";

    private static final String ASKED = "whole.array_size is not null and whole.standing in ('suspending', 'resuming')";

    private static final String CHILDREN =
            "select child.id, whole.id as whole, whole.standing from task as whole join task child on %s where %s limit 500"
                    .formatted(LEFT, ASKED);

    /** A child that is placed will run: it has to be told then. */
    private static final String DONE = """
            update task as whole set version = version + 1,
              standing = case standing when 'suspending' then 'suspended' else 'resumed' end
            where %s and not exists (select 1 from task child where %s)
              and not exists (select 1 from task child where whole.standing = 'suspending'
                and child.parent_id = whole.id and (child.state = 'placed' or child.standing = 'suspending'))""".formatted(ASKED, LEFT);

    private final Pool pool;
    private final Tasks tasks;
    private final OwnContext context;

    ArrayPauses(Pool pool, Tasks tasks, OwnContext context) {
        this.pool = pool;
        this.tasks = tasks;
        this.context = context;
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
                .chain(() -> pool.query(DONE).execute())
                .replaceWithVoid();
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
