package dev.slipway.task.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes during one pass: what is free, and what is kept for whom. */
final class Rooms {
    private final List<Room> rooms = new ArrayList<>();
    private final Map<String, Claim> claims = new HashMap<>();
    /** What found no room in this pass, and why. */
    private final Map<Demand, Reason> full = new HashMap<>();

    private final long now;

    Rooms(List<Node> nodes, long now) {
        nodes.forEach(node -> rooms.add(new Room(node)));
        this.now = now;
    }

    boolean isEmpty() {
        return rooms.isEmpty();
    }

    /** Where it would leave the least: large holes are for large tasks. */
    Optional<String> place(Shape shape) {
        if (!full.isEmpty() && full.containsKey(Demand.of(shape))) {
            return Optional.empty();
        }
        var shunned = shunned(shape);
        Room best = null;
        for (var room : rooms) {
            if (room.takes(shape)
                    && !shunned.contains(room.node.name())
                    && (best == null || room.leaves(shape.size()) < best.leaves(shape.size()))) {
                best = room;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        best.take(shape);
        return Optional.of(best.node.name());
    }

    /** Nodes it has failed on, where there is another that could take it: it waits for that rather than fail there again. */
    private List<String> shunned(Shape shape) {
        var failed = shape.failedOn();
        return !failed.isEmpty()
                        && rooms.stream().anyMatch(it -> it.couldTake(shape) && !failed.contains(it.node.name()))
                ? failed
                : List.of();
    }

    private boolean mayGoTo(Room room, Shape shape, List<String> shunned) {
        return room.couldTake(shape) && !shunned.contains(room.node.name());
    }

    /** Keeps for a task the node that can take it first. None where every node that could is kept for another. */
    Optional<Claim> claim(long task, Shape shape, List<Claim> before) {
        var shunned = shunned(shape);
        var free = rooms.stream()
                .filter(it -> it.claim == null && mayGoTo(it, shape, shunned))
                .toList();
        var mine = before.stream().filter(it -> it.task() == task).findFirst();
        var kept = mine.flatMap(it ->
                free.stream().filter(room -> room.node.name().equals(it.node())).findFirst());
        var room = kept.or(() -> free.stream().min((a, b) -> a.compareFor(shape, b)));
        return room.map(it -> {
            var since = kept.isPresent() ? mine.orElseThrow().since() : now;
            it.claim = new Claim(task, shape, it.node.name(), since, it.startOf(shape.size()));
            claims.put(it.node.name(), it.claim);
            return it.claim;
        });
    }

    List<Claim> claims() {
        return List.copyOf(claims.values());
    }

    int claimed() {
        return claims.size();
    }

    /**
     * Why nothing takes it now. In a pass rooms only fill up: what found none finds none later, and who asks for the same waits
     * for the same. So many lines cost no more than few.
     */
    Reason reason(Shape shape) {
        return full.computeIfAbsent(Demand.of(shape), _ -> find(shape));
    }

    private Reason find(Shape shape) {
        if (rooms.isEmpty()) {
            return Reason.noNode();
        }
        var labelled = rooms.stream().filter(it -> it.node.has(shape.labels())).toList();
        if (labelled.isEmpty()) {
            return Reason.noSuchLabel(shape);
        }
        var shunned = shunned(shape);
        var able = labelled.stream().filter(it -> mayGoTo(it, shape, shunned)).toList();
        if (able.isEmpty()) {
            return Reason.tooLarge(
                    shape, most(labelled.stream().map(it -> it.node.total()).toList()));
        }
        var size = shape.size();
        var withoutPorts = new Size(size.cpus(), size.ramGb(), size.gpus(), 0);
        var fitting = able.stream().filter(it -> withoutPorts.fitsIn(it.free)).toList();
        if (fitting.isEmpty()) {
            var most = most(able.stream().map(it -> it.free).toList());
            return shunned.isEmpty() ? Reason.noRoom(shape, most) : Reason.noOtherRoom(shape, most);
        }
        return fitting.stream()
                .filter(it -> size.fitsIn(it.free))
                .map(it -> it.claim)
                .filter(it -> it != null)
                .findFirst()
                .map(it -> Reason.claimed(shape, it))
                .orElseGet(Reason::noPort);
    }

    /** Whether some node could take it with nothing else there. */
    boolean couldEver(Shape shape) {
        return rooms.stream().anyMatch(it -> it.couldTake(shape));
    }

    private static Size most(List<Size> sizes) {
        var most = Size.NOTHING;
        for (var size : sizes) {
            most = new Size(
                    Math.max(most.cpus(), size.cpus()),
                    Math.max(most.ramGb(), size.ramGb()),
                    Math.max(most.gpus(), size.gpus()),
                    Math.max(most.ports(), size.ports()));
        }
        return most;
    }

    /** What a node is chosen by. */
    private record Demand(Size size, List<String> labels, long lifeMillis, List<String> failedOn) {
        static Demand of(Shape shape) {
            return new Demand(shape.size(), shape.labels(), shape.lifeMillis(), shape.failedOn());
        }
    }

    private final class Room {
        private final Node node;
        private Size free;
        /** Taken in this pass. */
        private Size taken = Size.NOTHING;

        private @Nullable Claim claim;

        Room(Node node) {
            this.node = node;
            this.free = node.free();
        }

        boolean couldTake(Shape shape) {
            return shape.size().fitsIn(node.total()) && node.has(shape.labels());
        }

        boolean takes(Shape shape) {
            return shape.size().fitsIn(free) && node.has(shape.labels()) && (claim == null || spares(shape, claim));
        }

        /**
         * Whether the claimant starts no later for it: it is over by then, or it stands with all that came after the claim in
         * what the claimant leaves of the whole node.
         */
        private boolean spares(Shape shape, Claim kept) {
            if (shape.lifeMillis() > 0 && kept.at() != Long.MAX_VALUE && now + shape.lifeMillis() <= kept.at()) {
                return true;
            }
            var late = taken;
            for (var held : node.held()) {
                if (held.placedAt() >= kept.since()) {
                    late = late.plus(held.size());
                }
            }
            return late.plus(shape.size()).plus(kept.shape().size()).fitsIn(node.total());
        }

        void take(Shape shape) {
            free = free.minus(shape.size());
            taken = taken.plus(shape.size());
        }

        double leaves(Size size) {
            var rest = free.minus(size);
            var total = node.total();
            return part(rest.cpus(), total.cpus())
                    + part(rest.ramGb(), total.ramGb())
                    + part(rest.gpus(), total.gpus());
        }

        private static double part(int rest, int total) {
            return total == 0 ? 0 : (double) rest / total;
        }

        /** The earlier start; where ends are not known, the one with less to wait for. */
        int compareFor(Shape shape, Room other) {
            var byStart = Long.compare(startOf(shape.size()), other.startOf(shape.size()));
            return byStart != 0
                    ? byStart
                    : Double.compare(shape.size().missingIn(free), shape.size().missingIn(other.free));
        }

        /** When so much is free at the latest, by the known ends of what is there now. */
        long startOf(Size size) {
            if (size.fitsIn(free)) {
                return now;
            }
            var ends = node.held().stream()
                    .filter(it -> it.endsAt() > 0)
                    .sorted((a, b) -> Long.compare(a.endsAt(), b.endsAt()))
                    .toList();
            var then = free;
            for (var held : ends) {
                then = then.plus(held.size());
                if (size.fitsIn(then)) {
                    return Math.max(now, held.endsAt());
                }
            }
            return Long.MAX_VALUE;
        }
    }
}
