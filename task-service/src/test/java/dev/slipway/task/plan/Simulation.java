package dev.slipway.task.plan;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.plan.Node.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** A cluster in virtual time: tasks arrive, the real scheduler decides, tasks run as long as they were made to. */
final class Simulation {
    private final Rules rules;
    private final Queue queue = new Queue();
    private final Map<Long, Job> jobs = new HashMap<>();
    private final Map<String, TreeMap<Long, Held>> held = new HashMap<>();
    private final Map<String, Size> totals;
    private final Map<String, Account> accounts = new HashMap<>();
    private final PriorityQueue<Moment> moments = new PriorityQueue<>();
    private List<Claim> claims = List.of();
    private long now;
    private long ids;

    Simulation(Rules rules, Map<String, Size> nodes) {
        this.rules = rules;
        this.totals = new TreeMap<>(nodes);
        nodes.keySet().forEach(it -> held.put(it, new TreeMap<>()));
    }

    Account account(String login) {
        return accounts.computeIfAbsent(login, _ -> new Account());
    }

    int waiting() {
        return queue.size();
    }

    long now() {
        return now;
    }

    /** A task that arrives at {@code at} and runs for {@code runs} milliseconds. */
    void submit(long at, Shape shape, long runs) {
        moments.add(new Moment(at, ids++, new Job(shape, at, runs), ""));
    }

    /** Until that time. What is told each time something ended may submit more. */
    void run(long until, Runnable ended) {
        while (!moments.isEmpty() && moments.peek().at <= until) {
            now = moments.peek().at;
            var anEnd = false;
            while (!moments.isEmpty() && moments.peek().at == now) {
                var moment = moments.remove();
                if (moment.node.isEmpty()) {
                    jobs.put(moment.id, moment.job);
                    queue.add(moment.id, moment.job.shape, now);
                } else {
                    held.get(moment.node).remove(moment.id);
                    account(moment.job.shape.owner()).end(moment.job, now);
                    anEnd = true;
                }
            }
            if (anEnd) {
                ended.run();
            }
            pass();
        }
        now = until;
    }

    private void pass() {
        if (queue.size() == 0) {
            return;
        }
        Plan plan;
        do {
            plan = Scheduler.plan(rules, situation(), 100);
            claims = plan.claims();
            for (var it : plan.placements()) {
                queue.remove(it.task(), it.shape());
                var job = jobs.remove(it.task());
                job.started = now;
                account(it.shape().owner()).begin(job, now);
                held.get(it.node()).put(it.task(), new Held(it.shape().size(), now, 0));
                moments.add(new Moment(now + job.runs, it.task(), job, it.node()));
            }
        } while (!plan.complete());
    }

    private Situation situation() {
        var users = new HashMap<String, Standing>();
        var running = new HashMap<String, Integer>();
        accounts.forEach((login, it) -> {
            users.put(login, new Standing(it.usage(now), it.priority, Limits.NONE));
            running.put(login, it.running);
        });
        var nodes = new ArrayList<Node>();
        totals.forEach((name, total) -> {
            var used = held.get(name).values().stream().map(Held::size).reduce(Size.NOTHING, Size::plus);
            nodes.add(new Node(name, total, used, Map.of(), held.get(name).values()));
        });
        return new Situation(queue, users, Map.of(), running, nodes, claims, now);
    }

    /** What became of one account's tasks. */
    static final class Account {
        double priority = 0.5;
        long longestWait;
        int done;
        private int running;
        private double ended;
        private long begunSum;
        private double cpus;
        private double ram;

        double seconds(long now) {
            return ended + (running * now - begunSum) / 1000.0;
        }

        private Usage usage(long now) {
            return new Usage(seconds(now), cpus, ram, 0);
        }

        private void begin(Job job, long now) {
            longestWait = Math.max(longestWait, now - job.arrived);
            running++;
            begunSum += now;
            cpus += job.shape.size().cpus();
            ram += job.shape.size().ramGb();
        }

        private void end(Job job, long now) {
            running--;
            begunSum -= job.started;
            ended += (now - job.started) / 1000.0;
            done++;
        }
    }

    private static final class Job {
        private final Shape shape;
        private final long arrived;
        private final long runs;
        private long started;

        Job(Shape shape, long arrived, long runs) {
            this.shape = shape;
            this.arrived = arrived;
            this.runs = runs;
        }
    }

    /** An arrival, or an end on a node. */
    private record Moment(long at, long id, Job job, String node) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(id, other.id);
        }
    }
}
