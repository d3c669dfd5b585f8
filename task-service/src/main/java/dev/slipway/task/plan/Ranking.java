package dev.slipway.task.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Who goes before whom in one pass. Spans are taken once, from those present; what the pass itself starts is charged to its
 * owner at once, so that equals take turns. A charge makes a score larger only.
 */
final class Ranking {
    private static final String EVERYBODYS = "default";

    private final Rules rules;
    private final Situation now;
    private final Map<String, Standing> users = new HashMap<>();
    private final Map<String, Standing> projects = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final Span wait;
    private final Spans userSpans;
    private final Spans projectSpans;

    Ranking(Rules rules, Situation now) {
        this.rules = rules;
        this.now = now;
        var oldest = Long.MAX_VALUE;
        var newest = Long.MIN_VALUE;
        Set<String> owners = new HashSet<>();
        Set<String> groups = new HashSet<>();
        for (var line : now.queue().lines()) {
            oldest = Math.min(oldest, line.since(0));
            newest = Math.max(newest, line.since(line.size() - 1));
            owners.add(line.shape().owner());
            groups.add(line.shape().project());
        }
        wait = new Span(seconds(now.now() - newest), seconds(now.now() - oldest));
        userSpans = Spans.of(owners.stream().map(now::user).map(Standing::share).toList());
        projectSpans = Spans.of(groups.stream()
                .filter(it -> !it.equals(EVERYBODYS))
                .map(now::project)
                .map(Standing::share)
                .toList());
    }

    /** The rank of one place in a line. */
    Rank rank(Line line, int place) {
        var shape = line.shape();
        var since = line.since(place);
        if (isLate(since)) {
            return new Rank(true, since, 0, line.id(place));
        }
        return rules.order() == Order.FIFO
                ? new Rank(false, 0, 0, line.id(place))
                : new Rank(false, score(shape, since), turns.getOrDefault(shape.owner(), 0), line.id(place));
    }

    /** The first place of a line, among those from {@code from} on and before {@code to}, that does not go before that rank. */
    int before(Rank rank, Line line, int from, int to) {
        var low = from;
        var high = to;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (rank(line, middle).compareTo(rank) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What a task of this shape scores that waits since then; 0 of one that is late, and where the order is another. */
    double share(Shape shape, long since) {
        return rules.order() == Order.FIFO || isLate(since) ? 0 : score(shape, since);
    }

    private boolean isLate(long since) {
        return rules.overdueMillis() > 0 && now.now() - since > rules.overdueMillis();
    }

    /** GO-Docker 9.4; lower is sooner. */
    double score(Shape shape, long since) {
        var weights = rules.weights();
        var user = user(shape.owner());
        var project = project(shape.project());
        return weights.waiting() * (1 - wait.norm(seconds(now.now() - since)))
                + weights.userTime() * userSpans.seconds().norm(user.share().seconds())
                + weights.userCpu() * userSpans.cpus().norm(user.share().cpus())
                + weights.userRam() * userSpans.ram().norm(user.share().ramGb())
                + weights.projectTime()
                        * projectSpans.seconds().norm(project.share().seconds())
                + weights.projectCpu()
                        * projectSpans.cpus().norm(project.share().cpus())
                + weights.projectRam() * projectSpans.ram().norm(project.share().ramGb())
                + weights.userPriority() * (1 - user.priority())
                + weights.projectPriority() * (1 - project.priority());
    }

    Standing user(String login) {
        return users.computeIfAbsent(login, now::user);
    }

    /** Project {@code default} stands where the one stands that used most, with half a priority; it has no quota. */
    Standing project(String id) {
        return projects.computeIfAbsent(
                id,
                it -> it.equals(EVERYBODYS)
                        ? new Standing(projectSpans.most(), 0.5, Standing.UNKNOWN.limits())
                        : now.project(it));
    }

    void charge(long id, Shape shape) {
        turns.merge(shape.owner(), 1, Integer::sum);
        users.computeIfPresent(
                shape.owner(), (_, it) -> it.charged(now.counted().more(id, shape)));
        if (!shape.project().equals(EVERYBODYS)) {
            projects.computeIfPresent(
                    shape.project(), (_, it) -> it.charged(now.counted().moreOfProject(id, shape)));
        }
    }

    private static double seconds(long millis) {
        return millis / 1000.0;
    }

    /** Between the least and the most of those present. */
    private record Span(double least, double most) {
        /** GO-Docker 9.4: a half where they hardly differ. */
        double norm(double value) {
            return most - least < 1 ? 0.5 : (value - least) / (most - least);
        }
    }

    private record Spans(Span seconds, Span cpus, Span ram) {
        static Spans of(Iterable<Usage> all) {
            return new Spans(span(all, Usage::seconds), span(all, Usage::cpus), span(all, Usage::ramGb));
        }

        Usage most() {
            return new Usage(seconds.most, cpus.most, ram.most, 0);
        }

        private static Span span(Iterable<Usage> all, ToDoubleFunction<Usage> what) {
            var least = Double.MAX_VALUE;
            var most = 0.0;
            for (var usage : all) {
                least = Math.min(least, what.applyAsDouble(usage));
                most = Math.max(most, what.applyAsDouble(usage));
            }
            return new Span(Math.min(least, most), most);
        }
    }

    /** Late ones first, then by score; of equals, whose owner had fewer starts in this pass, then by number. */
    record Rank(boolean late, double score, int turns, long id) implements Comparable<Rank> {
        /** The fair share of one that is not late; 0 of one that is. */
        double share() {
            return late ? 0 : score;
        }

        @Override
        public int compareTo(Rank other) {
            if (late != other.late) {
                return late ? -1 : 1;
            }
            var byScore = Double.compare(score, other.score);
            if (byScore != 0) {
                return byScore;
            }
            var byTurns = Integer.compare(turns, other.turns);
            return byTurns != 0 ? byTurns : Long.compare(id, other.id);
        }
    }
}
