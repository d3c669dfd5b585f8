package dev.slipway.bench;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.plan.Claim;
import dev.slipway.task.plan.Node;
import dev.slipway.task.plan.Node.Held;
import dev.slipway.task.plan.Order;
import dev.slipway.task.plan.Plan;
import dev.slipway.task.plan.Queue;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Scheduler;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Situation;
import dev.slipway.task.plan.Size;
import dev.slipway.task.plan.Standing;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.plan.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Placements per second of the scheduling function, fair share on, with 200 full nodes of 16 processors on which tasks end and
 * others take their places, at 1 000, 100 000 and 1 000 000 waiting tasks of 50 users. The function alone: no store, no node.
 */
final class ScheduleBenchmark implements Bench.Benchmark {
    private static final int NODES = 200;
    private static final int CPUS = 16;
    private static final int USERS = 50;
    private static final int ENDS_PER_PASS = 20;
    private static final int PLACEMENTS = 20_000;
    private static final Rules RULES = new Rules(Order.FAIR_SHARE, Weights.USUAL, 86_400_000, 0, 0, 4);

    @Override
    public List<Figure> measure(BenchSuite suite) {
        new Cluster(1_000).placementsPerSecond();
        var figures = new ArrayList<Figure>();
        for (var waiting : List.of(1_000, 100_000, 1_000_000)) {
            figures.add(Figure.of("schedule.rate." + waiting, new Cluster(waiting).placementsPerSecond(), "1/s"));
        }
        return figures;
    }

    /** A cluster that is full, and a queue that is filled up as it is worked off. */
    private static final class Cluster {
        private final Random random = new Random(1);
        private final Queue queue = new Queue();
        private final Deque<Running> running = new ArrayDeque<>();
        private final Map<String, Machine> machines = new LinkedHashMap<>();
        private final Map<String, Standing> users = new HashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private List<Claim> claims = List.of();
        private long ids;
        private long now = 1_800_000_000_000L;

        Cluster(int waiting) {
            for (int i = 0; i < NODES; i++) {
                machines.put("node" + i, new Machine());
            }
            for (int i = 0; i < USERS; i++) {
                users.put("user" + i, new Standing(new Usage(i * 100, i, i, 0), 0.5, Limits.NONE));
            }
            for (int i = 0; i < waiting; i++) {
                arrive();
            }
            Plan plan;
            do {
                plan = pass();
            } while (!plan.placements().isEmpty());
        }

        double placementsPerSecond() {
            var placed = 0;
            var began = System.nanoTime();
            while (placed < PLACEMENTS) {
                for (int i = 0; i < ENDS_PER_PASS && !running.isEmpty(); i++) {
                    end(running.remove());
                }
                placed += pass().placements().size();
            }
            return placed / ((System.nanoTime() - began) / 1e9);
        }

        private Plan pass() {
            now += 100;
            var plan = Scheduler.plan(RULES, situation(), 200);
            claims = plan.claims();
            for (var it : plan.placements()) {
                queue.remove(it.task(), it.shape());
                machine(it.node()).hold(it.task(), new Held(it.shape().size(), now, 0));
                counts.merge(it.shape().owner(), 1, Integer::sum);
                running.add(new Running(it.task(), it.shape(), it.node()));
                arrive();
            }
            return plan;
        }

        private void arrive() {
            var cpus = 1 << random.nextInt(4);
            queue.add(
                    ids++,
                    new Shape("user" + random.nextInt(USERS), "default", new Size(cpus, cpus, 0, 0), List.of(), 0),
                    now);
        }

        private void end(Running it) {
            machine(it.node()).release(it.task());
            counts.merge(it.shape().owner(), -1, Integer::sum);
        }

        private Situation situation() {
            var nodes = new ArrayList<Node>();
            machines.forEach((name, it) ->
                    nodes.add(new Node(name, new Size(CPUS, 4 * CPUS, 0, 0), it.used, Map.of(), it.held.values())));
            return new Situation(queue, users, Map.of(), counts, nodes, claims, now);
        }

        private Machine machine(String name) {
            return Objects.requireNonNull(machines.get(name));
        }
    }

    /** One simulated node: what runs on it, and the sum of that. */
    private static final class Machine {
        private final Map<Long, Held> held = new HashMap<>();
        private Size used = Size.NOTHING;

        void hold(long task, Held it) {
            held.put(task, it);
            used = sum(used, it.size(), 1);
        }

        void release(long task) {
            used = sum(used, Objects.requireNonNull(held.remove(task)).size(), -1);
        }

        private static Size sum(Size a, Size b, int sign) {
            return new Size(a.cpus() + sign * b.cpus(), a.ramGb() + sign * b.ramGb(), 0, 0);
        }
    }

    private record Running(long task, Shape shape, String node) {}
}
