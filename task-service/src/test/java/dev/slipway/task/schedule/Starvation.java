package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.task.QueueMark;
import dev.slipway.task.task.SimulatedStore;
import dev.slipway.task.task.Standing;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nobody starves while somebody leads: what could run at once runs soon, and what is too large for what is free now comes to its
 * turn, however many smaller ones come. Each new leader begins anew.
 */
final class Starvation {
    private static final Duration LOOK = Duration.ofMillis(400);
    /** Every two seconds at the latest the store is looked at and some are placed; a dozen may be before it. */
    private static final Duration SOON = Duration.ofSeconds(20);
    /** What runs where it shall run next is over by then, also where its node loses a stop, or what it kept, and tries again. */
    private static final Duration TURN = Duration.ofSeconds(90);
    /** The same where nothing of that happens. */
    private static final Duration CALM_TURN = Duration.ofSeconds(30);

    private final SimulatedStore store;
    private final SimulatedFaults faults;
    private final Map<Long, Instant> couldRun = new HashMap<>();
    private Optional<SimulatedReplica> leader = Optional.empty();
    private Set<String> nodes = Set.of();
    private Optional<Long> longest = Optional.empty();
    private Duration turn = TURN;
    private Instant turnSince = Instant.EPOCH;
    private Instant lookedAt = Instant.EPOCH;

    Starvation(SimulatedStore store, SimulatedFaults faults) {
        this.store = store;
        this.faults = faults;
    }

    /** Nothing goes wrong from now on that makes ends late. */
    void calm() {
        turn = CALM_TURN;
    }

    /** @param leading who leads and does not stand still */
    void look(Optional<SimulatedReplica> leading, Instant now) {
        if (!leading.equals(leader)) {
            couldRun.clear();
            longest = Optional.empty();
        }
        leader = leading;
        if (!lookedAt.plus(LOOK).isAfter(now)) {
            lookedAt = now;
            leader.ifPresent(it -> look(it.accepting(), now));
        }
    }

    private void look(List<Heartbeat> accepting, Instant now) {
        var waiting = new ArrayList<Waiting>();
        store.waiting(QueueMark.NONE, waiting::addAll);
        waiting.removeIf(it -> faults.excuse(it.id().number()));
        waits(waiting, free(accepting), now);
        var names = new HashSet<String>();
        accepting.forEach(it -> names.add(it.node()));
        turn(waiting, names, now);
    }

    private Map<String, Integer> free(List<Heartbeat> accepting) {
        var free = new HashMap<String, Integer>();
        accepting.forEach(it -> free.put(it.node(), it.cpus()));
        store.holding()
                .forEach(it -> free.computeIfPresent(
                        it.node(), (_, left) -> left - it.size().cpus()));
        return free;
    }

    private void waits(List<Waiting> waiting, Map<String, Integer> free, Instant now) {
        var could = new HashSet<Long>();
        for (var it : waiting) {
            if (isRoomFor(it.shape().size().cpus(), free)) {
                could.add(it.id().number());
                var since = couldRun.computeIfAbsent(it.id().number(), _ -> now);
                assertThat(since.plus(SOON))
                        .as("task %s, for which there is room since %s, runs", it.id(), since)
                        .isAfterOrEqualTo(now);
            }
        }
        couldRun.keySet().retainAll(could);
    }

    /** One node may be kept for another task; if nothing runs there, that one is to be placed. */
    private static boolean isRoomFor(int cpus, Map<String, Integer> free) {
        return free.containsValue(SimulatedNode.CPUS)
                || free.values().stream().filter(left -> left >= cpus).count() > 1;
    }

    private void turn(List<Waiting> waiting, Set<String> names, Instant now) {
        var first = waiting.stream()
                .filter(it -> it.since().plusMillis(SimulatedReplica.OVERDUE).isBefore(now))
                .min(Comparator.comparing(Waiting::since)
                        .thenComparingLong(it -> it.id().number()))
                .map(it -> it.id().number());
        if (!first.equals(longest) || !names.equals(nodes) || names.isEmpty() || somethingStandsStill()) {
            turnSince = now;
        }
        longest = first;
        nodes = names;
        first.ifPresent(it -> assertThat(turnSince.plus(turn))
                .as("task %d, which waits longest, comes to its turn", it)
                .isAfterOrEqualTo(now));
    }

    /** It keeps its node until its owner wants it to go on. */
    private boolean somethingStandsStill() {
        return store.holding().stream()
                .map(it -> store.task(it.task().number()).course().standing())
                .anyMatch(it -> it == Standing.SUSPENDING || it == Standing.SUSPENDED || it == Standing.RESUMING);
    }
}
