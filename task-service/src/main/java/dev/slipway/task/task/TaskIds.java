package dev.slipway.task.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Queue;

/** Numbers from the database's sequence, a block at a time. A block lost in a crash leaves a gap, never a second use. */
@ApplicationScoped
class TaskIds {
    private static final int BLOCK = 50;

    private final Pool pool;
    private final Queue<Long> free = new ArrayDeque<>();

    TaskIds(Pool pool) {
        this.pool = pool;
    }

    Uni<TaskId> next() {
        var ready = poll();
        return ready != null
                ? Uni.createFrom().item(ready)
                : pool.query("select nextval('task_id')")
                        .execute()
                        .map(rows -> {
                            keep(rows.iterator().next().getLong(0));
                            var id = poll();
                            return id == null ? null : id;
                        })
                        .onItem()
                        .ifNull()
                        .switchTo(this::next);
    }

    private synchronized void keep(long first) {
        for (long number = first; number < first + BLOCK; number++) {
            free.add(number);
        }
    }

    @org.jspecify.annotations.Nullable
    private synchronized TaskId poll() {
        var number = free.poll();
        return number == null ? null : new TaskId(number);
    }
}
