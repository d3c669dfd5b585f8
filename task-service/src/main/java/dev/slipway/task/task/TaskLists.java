package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Sharing;
import dev.slipway.task.task.TaskQuery.Position;
import dev.slipway.task.task.TaskSearch.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists of tasks: read by key a page at a time while they are taken, so that none is ever whole in memory. */
@ApplicationScoped
public class TaskLists {
    private static final int PAGE = 200;

    /** Of the wishes that are read for one part, of which most keeps a little each. */
    private static final long LARGEST_PART = 16 << 20;

    private static final int LONGEST_PATTERN = 200;

    private final TaskSearch search;
    private final Sharing sharing;

    TaskLists(TaskSearch search, Sharing sharing) {
        this.search = search;
        this.sharing = sharing;
    }

    /**
     * The caller's tasks; those of all members where the list is of a project that shares them.
     *
     * @param limit at most so many; all when empty
     */
    public Multi<Task> mine(Caller caller, TaskQuery query, int skip, Optional<Integer> limit) {
        return stream(seenBy(caller, query), skip, limit);
    }

    /** The same of a query by project alone for what is not over: all of it, children of arrays that have not begun too. */
    public Multi<Task> live(Caller caller, TaskQuery query) {
        return live(seenBy(caller, query));
    }

    /** The same of everybody, for administrators. */
    public Multi<Task> liveOfAll(Caller caller, TaskQuery query) {
        caller.mustBeAdmin();
        return live(query);
    }

    private Multi<Task> live(TaskQuery query) {
        return Multi.createFrom()
                .deferred(() -> new Walk(
                                query,
                                (behind, _, size) -> search.live(query, behind, size),
                                Optional.empty(),
                                0,
                                Integer.MAX_VALUE)
                        .tasks());
    }

    /** The same query as this caller may ask it. */
    public TaskQuery seenBy(Caller caller, TaskQuery query) {
        return query.project().filter(it -> sharing.sees(caller, it)).isPresent()
                ? query
                : query.ofOwner(caller.login());
    }

    /** Everybody's tasks, for administrators. */
    public Multi<Task> all(Caller caller, TaskQuery query, int skip, Optional<Integer> limit) {
        caller.mustBeAdmin();
        return stream(query, skip, limit);
    }

    /** How many tasks {@link #mine} has. */
    public Uni<Long> countMine(Caller caller, TaskQuery query) {
        check(query);
        return Panache.withSession(() -> search.count(seenBy(caller, query)));
    }

    /**
     * The tasks behind the one of that number, for lists that go on where they stopped; the order is by number. They are fewer
     * than asked for where they are large.
     *
     * @param show what is kept of each
     */
    public <T> Uni<Part<T>> page(TaskQuery query, Optional<Long> behind, int most, Function<Task, T> show) {
        check(query);
        return Uni.createFrom()
                .deferred(() ->
                        new Walk(query, pages(query), behind.map(it -> new Position("", it)), 0, most).part(show));
    }

    /**
     * Part of a list.
     *
     * @param next behind which task it goes on, if it does
     */
    public record Part<T>(List<T> shown, Optional<Long> next) {}

    private Multi<Task> stream(TaskQuery query, int skip, Optional<Integer> limit) {
        check(query);
        return Multi.createFrom()
                .deferred(() ->
                        new Walk(query, pages(query), Optional.empty(), skip, limit.orElse(Integer.MAX_VALUE)).tasks());
    }

    private Pages pages(TaskQuery query) {
        return (behind, skip, size) -> search.page(query, behind, skip, size);
    }

    /** Where a list is read from. */
    @FunctionalInterface
    private interface Pages {
        Uni<Page> next(Optional<Position> behind, int skip, int size);
    }

    private static void check(TaskQuery query) {
        query.pattern().filter(it -> it.length() > LONGEST_PATTERN).ifPresent(_ -> {
            throw Failure.invalid("regex", "longer than %d characters".formatted(LONGEST_PATTERN));
        });
    }

    /** Goes through a list once; no session is open between two pages. */
    private final class Walk {
        private final TaskQuery query;
        private final Pages pages;
        private Optional<Position> behind;
        private int skip;
        private int left;
        private long read;

        Walk(TaskQuery query, Pages pages, Optional<Position> behind, int skip, int left) {
            this.query = query;
            this.pages = pages;
            this.behind = behind;
            this.skip = skip;
            this.left = left;
        }

        Multi<Task> tasks() {
            return Multi.createBy()
                    .repeating()
                    .uni(this::next)
                    .whilst(page -> !page.last() && left > 0)
                    .map(Page::tasks)
                    .onItem()
                    .disjoint();
        }

        <T> Uni<Part<T>> part(Function<Task, T> show) {
            var shown = new ArrayList<T>();
            return Multi.createBy()
                    .repeating()
                    .uni(this::next)
                    .whilst(page -> !page.last() && left > 0 && read < LARGEST_PART)
                    .invoke(page -> page.tasks().forEach(it -> shown.add(show.apply(it))))
                    .collect()
                    .last()
                    .map(end -> new Part<>(shown, end.last() ? Optional.empty() : behind.map(Position::number)));
        }

        private Uni<Page> next() {
            return pages.next(behind, skip, Math.min(left, PAGE)).invoke(this::passed);
        }

        private void passed(Page page) {
            var tasks = page.tasks();
            skip = 0;
            left -= tasks.size();
            read += page.bytes();
            if (!tasks.isEmpty()) {
                var last = tasks.getLast();
                behind = Optional.of(
                        new Position(query.order().of(last), last.id().number()));
            }
        }
    }
}
