package dev.slipway.task.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A place in the order of the queue.
 *
 * @param since when the task began to wait, in milliseconds of the epoch
 * @param score its fair share, lower is sooner; 0 where the order is another
 */
public record Turn(long task, Shape shape, long since, double score) {
    /** The first of the queue, as they stand: nothing is started between them. */
    public static List<Turn> first(Rules rules, Situation now, int most) {
        var ranking = new Ranking(rules, now);
        var lines = new PriorityQueue<Head>();
        now.queue().lines().forEach(line -> lines.add(new Head(line, 0, ranking.rank(line, 0))));
        var turns = new ArrayList<Turn>();
        while (!lines.isEmpty() && turns.size() < most) {
            var head = lines.remove();
            var line = head.line;
            turns.add(new Turn(line.id(head.place), line.shape(), line.since(head.place), head.rank.share()));
            if (head.place + 1 < line.size()) {
                lines.add(new Head(line, head.place + 1, ranking.rank(line, head.place + 1)));
            }
        }
        return turns;
    }

    private record Head(Line line, int place, Ranking.Rank rank) implements Comparable<Head> {
        @Override
        public int compareTo(Head other) {
            return rank.compareTo(other.rank);
        }
    }
}
