package dev.slipway.storage.log;

import dev.slipway.storage.object.Place;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A task somebody follows: what is known of it now, and who waits for more. */
class Watch {
    private final TaskId task;
    private final Set<UniEmitter<? super Void>> waiting = new LinkedHashSet<>();
    private Optional<Place> place = Optional.empty();
    private boolean over;
    private long version;
    private int followers;

    Watch(TaskId task) {
        this.task = task;
    }

    /**
     * What a follower decides on.
     *
     * @param over the task is at its end and no node ever told of it
     * @param version raised by every change
     */
    record View(Optional<Place> place, boolean over, long version) {}

    TaskId task() {
        return task;
    }

    synchronized View view() {
        return new View(place, over, version);
    }

    /** Done when something changed after {@code seen}. */
    Uni<Void> changeAfter(long seen) {
        return Uni.createFrom().emitter(waiter -> {
            waiter.onTermination(() -> forget(waiter));
            if (!waits(waiter, seen)) {
                waiter.complete(null);
            }
        });
    }

    private synchronized boolean waits(UniEmitter<? super Void> waiter, long seen) {
        return version == seen && waiting.add(waiter);
    }

    private synchronized void forget(UniEmitter<? super Void> waiter) {
        waiting.remove(waiter);
    }

    /** There are new bytes. */
    void wake() {
        List<UniEmitter<? super Void>> now;
        synchronized (this) {
            version++;
            now = new ArrayList<>(waiting);
            waiting.clear();
        }
        now.forEach(it -> it.complete(null));
    }

    /** The task is found here now; an older attempt says nothing. */
    void at(Place now) {
        if (moves(now)) {
            wake();
        }
    }

    private synchronized boolean moves(Place now) {
        if (place.equals(Optional.of(now))
                || place.filter(it -> isNewer(it, now)).isPresent()) {
            return false;
        }
        place = Optional.of(now);
        return true;
    }

    private static boolean isNewer(Place known, Place told) {
        return known.attempt() > told.attempt()
                || (known.attempt() == told.attempt() && known.stage().compareTo(told.stage()) > 0);
    }

    /** The task is at its end without any attempt. */
    void over() {
        synchronized (this) {
            over = true;
        }
        wake();
    }

    synchronized void join() {
        followers++;
    }

    /** Answers whether nobody is left. */
    synchronized boolean leave() {
        followers--;
        return followers == 0;
    }
}
