package dev.slipway.task.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Queue;

/** Numbers from the database's counter, a block at a time. A block lost in a crash leaves a gap, never a second use. */
@ApplicationScoped
class TaskIds {
    private static final int BLOCK = 50;
    private static final String TAKE = "update task_number set next = next + $1 returning next - $1 as first";

    private final Pool pool;
    private final Queue<Long> free = new ArrayDeque<>();

    TaskIds(Pool pool) {
        this.pool = pool;
    }

    Uni<TaskId> next() {
        var ready = poll();
        return ready != null
                ? Uni.createFrom().item(ready)
                : block(BLOCK)
                        .map(first -> {
                            keep(first.number());
                            var id = poll();
                            return id == null ? null : id;
                        })
                        .onItem()
                        .ifNull()
                        .switchTo(this::next);
    }

    /** The first of so many numbers in a row. What is left of the block at hand is given up: later tasks have higher numbers. */
    Uni<TaskId> block(int count) {
        drop();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of((long) count))
                .map(rows -> new TaskId(rows.iterator().next().getLong("first")));
    }

    private synchronized void keep(long first) {
        for (long number = first; number < first + BLOCK; number++) {
            free.add(number);
        }
    }

    private synchronized void drop() {
        free.clear();
    }

    @org.jspecify.annotations.Nullable
    private synchronized TaskId poll() {
        var number = free.poll();
        return number == null ? null : new TaskId(number);
    }
}
