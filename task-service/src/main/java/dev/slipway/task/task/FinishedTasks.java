package dev.slipway.task.task;

import dev.slipway.task.task.TaskRepository.Finished;
import dev.slipway.task.task.TaskRepository.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** A long list, read by key one page after the other: a page in memory at a time, and no session between two. */
final class FinishedTasks {
    private static final int PAGE = 200;

    private final TaskRepository repository;
    private final String owner;
    private final Finished filter;
    private int skip;
    private int left;
    private long below = Long.MAX_VALUE;

    FinishedTasks(TaskRepository repository, String owner, Finished filter, int skip, int limit) {
        this.repository = repository;
        this.owner = owner;
        this.filter = filter;
        this.skip = skip;
        this.left = limit;
    }

    Multi<Task> stream() {
        return Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(page -> page.size() == PAGE && left > 0)
                .onItem()
                .disjoint();
    }

    private Uni<List<Task>> next() {
        var page = new Page(below, skip, Math.min(left, PAGE));
        return Panache.withSession(() -> repository.over(owner, filter, page)).invoke(this::passed);
    }

    private void passed(List<Task> page) {
        skip = 0;
        left -= page.size();
        if (!page.isEmpty()) {
            below = page.getLast().id().number();
        }
    }
}
