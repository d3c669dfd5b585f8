package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.TaskQuery.Position;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Lists of tasks: read by key a page at a time while they are taken, so that none is ever whole in memory. */
@ApplicationScoped
public class TaskLists {
    /** Small, because a script may have two megabytes. */
    private static final int PAGE = 50;

    private static final int LONGEST_PATTERN = 200;

    private final TaskSearch search;

    TaskLists(TaskSearch search) {
        this.search = search;
    }

    /**
     * The caller's tasks.
     *
     * @param limit at most so many; all when empty
     */
    public Multi<Task> mine(Caller caller, TaskQuery query, int skip, Optional<Integer> limit) {
        return stream(query.ofOwner(caller.login()), skip, limit);
    }

    /** Everybody's tasks, for administrators. */
    public Multi<Task> all(Caller caller, TaskQuery query, int skip, Optional<Integer> limit) {
        caller.mustBeAdmin();
        return stream(query, skip, limit);
    }

    /** How many of the caller's tasks these are. */
    public Uni<Long> countMine(Caller caller, TaskQuery query) {
        check(query);
        return Panache.withSession(() -> search.count(query.ofOwner(caller.login())));
    }

    /** One page behind the task of that number, for lists that go on where they stopped; the order is by number. */
    public Uni<List<Task>> page(TaskQuery query, Optional<Long> behind, int size) {
        check(query);
        return Panache.withSession(() -> search.page(query, behind.map(it -> new Position("", it)), 0, size));
    }

    private Multi<Task> stream(TaskQuery query, int skip, Optional<Integer> limit) {
        check(query);
        return Multi.createFrom().deferred(() -> new Walk(query, skip, limit.orElse(Integer.MAX_VALUE)).tasks());
    }

    private static void check(TaskQuery query) {
        query.pattern().filter(it -> it.length() > LONGEST_PATTERN).ifPresent(_ -> {
            throw Failure.invalid("regex", "longer than %d characters".formatted(LONGEST_PATTERN));
        });
    }

    /** Goes through a list once; no session is open between two pages. */
    private final class Walk {
        private final TaskQuery query;
        private int skip;
        private int left;
        private Optional<Position> behind = Optional.empty();

        Walk(TaskQuery query, int skip, int left) {
            this.query = query;
            this.skip = skip;
            this.left = left;
        }

        Multi<Task> tasks() {
            return Multi.createBy()
                    .repeating()
                    .uni(this::next)
                    .whilst(page -> page.size() == PAGE && left > 0)
                    .onItem()
                    .disjoint();
        }

        private Uni<List<Task>> next() {
            return Panache.withSession(() -> search.page(query, behind, skip, Math.min(left, PAGE)))
                    .invoke(this::passed);
        }

        private void passed(List<Task> page) {
            skip = 0;
            left -= page.size();
            if (!page.isEmpty()) {
                var last = page.getLast();
                behind = Optional.of(
                        new Position(query.order().of(last), last.id().number()));
            }
        }
    }
}
