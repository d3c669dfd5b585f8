package dev.slipway.task.plan;

import dev.slipway.task.plan.Ranking.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Part of the queue in its order, as it stands: nothing is started between two. Nobody walks there: ranks grow along a line, so
 * lines are halved. That costs what is shown and the number of lines; where lines of many owners mingle between one's own tasks,
 * a look at each that stands between, at most.
 */
public final class Turns {
    private final Ranking ranking;
    private final List<Rest> lines;

    private Turns(Rules rules, Situation now) {
        ranking = new Ranking(rules, now);
        lines = now.queue().lines().stream().map(Rest::new).toList();
    }

    /**
     * Which part.
     *
     * @param owner whose alone; everybody's when empty
     * @param after only those behind this position of the whole queue
     * @param most at most so many
     */
    public record Part(Optional<String> owner, int after, int most) {}

    /** The turns of a part. */
    public static List<Turn> of(Rules rules, Situation now, Part part) {
        if (part.after >= now.queue().size()) {
            return List.of();
        }
        var turns = new Turns(rules, now);
        turns.pass(part.after);
        return turns.placed(turns.first(part));
    }

    /**
     * Goes behind the first so many: one of those in doubt is drawn, and what goes before it counted, which halves them as a rule.
     * The draw is the same each time, so that this is a function as all of the plan is.
     */
    private void pass(int count) {
        var random = new Random(count);
        var open = new ArrayList<>(lines);
        var wanted = count;
        var left = open.stream().mapToInt(Rest::size).sum();
        while (wanted > 0 && wanted < left) {
            var drawn = at(open, random.nextInt(left));
            open.forEach(it -> it.cut = it == drawn.rest ? drawn.place : it.before(drawn.rank, ranking));
            var before = open.stream().mapToInt(it -> it.cut - it.from).sum();
            if (before < wanted) {
                drawn.rest.cut++;
                open.forEach(it -> it.from = it.cut);
                wanted -= before + 1;
                left -= before + 1;
            } else {
                open.forEach(it -> it.to = it.cut);
                left = before;
            }
            open.removeIf(it -> it.size() == 0);
        }
        if (wanted > 0) {
            open.forEach(it -> it.from = it.to);
        }
    }

    private Head at(List<Rest> open, int index) {
        var left = index;
        for (var rest : open) {
            if (left < rest.size()) {
                return head(rest, rest.from + left);
            }
            left -= rest.size();
        }
        throw new IndexOutOfBoundsException(index);
    }

    /** The first behind those passed. */
    private List<Head> first(Part part) {
        var heads = new PriorityQueue<Head>();
        for (var rest : lines) {
            if (rest.from < rest.line.size()
                    && part.owner.filter(it -> !rest.isOf(it)).isEmpty()) {
                heads.add(head(rest, rest.from));
            }
        }
        var found = new ArrayList<Head>();
        while (!heads.isEmpty() && found.size() < part.most) {
            var head = heads.remove();
            found.add(head);
            if (head.place + 1 < head.rest.line.size()) {
                heads.add(head(head.rest, head.place + 1));
            }
        }
        return found;
    }

    private List<Turn> placed(List<Head> found) {
        var places = new Places(found);
        lines.forEach(places::count);
        return places.turns();
    }

    private Head head(Rest rest, int place) {
        return new Head(rest, place, ranking.rank(rest.line, place));
    }

    /** How many stand before each that was found. */
    private final class Places {
        private final List<Head> found;
        /** How many more than before the one found before it. */
        private final int[] more;

        Places(List<Head> found) {
            this.found = found;
            this.more = new int[found.size() + 1];
        }

        void count(Rest rest) {
            count(rest.line, rest.from, rest.line.size(), 0, found.size());
        }

        /** Some of a line and some of the found, of which the others stand elsewhere: both are parted until one has none left. */
        private void count(Line line, int from, int to, int first, int last) {
            if (first == last) {
                return;
            }
            if (from == to) {
                more[first] += from;
                more[last] -= from;
                return;
            }
            var middle = (from + to) >>> 1;
            var behind = behind(ranking.rank(line, middle), first, last);
            count(line, from, middle, first, behind);
            count(line, middle + 1, to, behind, last);
        }

        /** The first of these that goes after that rank. */
        private int behind(Rank rank, int first, int last) {
            var low = first;
            var high = last;
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (found.get(middle).rank.compareTo(rank) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        List<Turn> turns() {
            var turns = new ArrayList<Turn>();
            var before = 0;
            var position = 0;
            for (var head : found) {
                before += more[turns.size()];
                // Where clocks went back, ranks do not quite grow along a line: still nobody stands where another one
                // does.
                position = Math.max(position, before) + 1;
                turns.add(head.turn(position));
            }
            return turns;
        }
    }

    /** A line and where the part begins in it. */
    private static final class Rest {
        private final Line line;
        /** All before it are passed. */
        private int from;
        /** All from it on are not; of those between it is not known yet. */
        private int to;
        /** How the one that was drawn parts them. */
        private int cut;

        Rest(Line line) {
            this.line = line;
            this.to = line.size();
        }

        int size() {
            return to - from;
        }

        boolean isOf(String owner) {
            return line.shape().owner().equals(owner);
        }

        int before(Rank rank, Ranking ranking) {
            return ranking.before(rank, line, from, to);
        }
    }

    /** One of a line. */
    private record Head(Rest rest, int place, Rank rank) implements Comparable<Head> {
        Turn turn(int position) {
            return new Turn(position, rest.line.id(place), rest.line.shape(), rest.line.since(place), rank.share());
        }

        @Override
        public int compareTo(Head other) {
            return rank.compareTo(other.rank);
        }
    }
}
