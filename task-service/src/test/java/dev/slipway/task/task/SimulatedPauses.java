package dev.slipway.task.task;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;

/** How a replica carries wishes to the children of arrays, as {@link ArrayPauses} does it; anything may happen between two of them. */
public final class SimulatedPauses {
    private final SimulatedStore store;
    private final Queue<Wish> left = new ArrayDeque<>();

    /** What is to be told to a child. */
    private record Wish(long child, long array, Standing asked) {}

    public SimulatedPauses(SimulatedStore store) {
        this.store = store;
    }

    /** A few steps of a look, or the next look. */
    public void go(Random random, TaskSignals signals) {
        if (left.isEmpty()) {
            look();
        }
        for (int i = random.nextInt(6); i > 0 && !left.isEmpty(); i--) {
            tell(left.remove(), signals);
        }
        if (left.isEmpty()) {
            done();
        }
    }

    private void look() {
        store.rows
                .live()
                .filter(SimulatedPauses::isAsked)
                .forEach(array -> store.rows
                        .arrays
                        .childrenOf(array)
                        .filter(child -> isLeft(array, child))
                        .forEach(child -> left.add(new Wish(child.id, array.id, standing(array)))));
    }

    private void tell(Wish wish, TaskSignals signals) {
        if (SimulatedStore.now(store.rows.isAsked(new TaskId(wish.array()), wish.asked()))) {
            store.change(wish.child(), wish.asked() == Standing.SUSPENDING ? Task::suspend : Task::resume, signals);
        }
    }

    private void done() {
        store.rows
                .live()
                .filter(SimulatedPauses::isAsked)
                .filter(array -> store.rows
                        .arrays
                        .childrenOf(array)
                        .noneMatch(child -> isLeft(array, child) || mayRunYet(array, child)))
                .toList()
                .forEach(array -> {
                    array.standing = standing(array) == Standing.SUSPENDING ? "suspended" : "resumed";
                    store.rows.keep(array);
                });
    }

    private static boolean isAsked(TaskRow row) {
        return row.arraySize != null && (standing(row) == Standing.SUSPENDING || standing(row) == Standing.RESUMING);
    }

    private static boolean isLeft(TaskRow array, TaskRow child) {
        return (child.state.equals("placed") || child.state.equals("running"))
                && switch (standing(child)) {
                    case SUSPENDING, SUSPENDED -> standing(array) == Standing.RESUMING;
                    case SUSPEND_REFUSED -> false;
                    case NORMAL, RESUMING, RESUMED, RESUME_REFUSED, RESCHEDULING, RESCHEDULED ->
                        standing(array) == Standing.SUSPENDING;
                };
    }

    private static boolean mayRunYet(TaskRow array, TaskRow child) {
        return standing(array) == Standing.SUSPENDING && standing(child) == Standing.SUSPENDING;
    }

    private static Standing standing(TaskRow row) {
        return row.standing == null ? Standing.NORMAL : Standing.valueOf(row.standing.toUpperCase(Locale.ROOT));
    }
}
