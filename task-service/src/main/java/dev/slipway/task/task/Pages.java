package dev.slipway.task.task;

import dev.slipway.task.task.TaskRepository.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** A long list, read by key one page after the other: a page in memory at a time, and no session between two. */
final class Pages {
    /** Small, because a script may have two megabytes. */
    private static final int SIZE = 50;

    private final Function<Page, Uni<List<Task>>> reading;
    private int skip;
    private int left;
    private long below = Long.MAX_VALUE;

    private Pages(Function<Page, Uni<List<Task>>> reading, int skip, int limit) {
        this.reading = reading;
        this.skip = skip;
        this.left = limit;
    }

    /** Each subscription reads anew. */
    static Multi<Task> of(Function<Page, Uni<List<Task>>> reading, int skip, int limit) {
        return Multi.createFrom().deferred(() -> new Pages(reading, skip, limit).stream());
    }

    private Multi<Task> stream() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(page -> page.size() == SIZE && left > 0)
                .onItem()
                .disjoint();
    }

    private Uni<List<Task>> next() {
        var page = new Page(below, skip, Math.min(left, SIZE));
        return Panache.withSession(() -> reading.apply(page)).invoke(this::passed);
    }

    private void passed(List<Task> page) {
        skip = 0;
        left -= page.size();
        if (!page.isEmpty()) {
            below = page.getLast().id().number();
        }
    }
}
