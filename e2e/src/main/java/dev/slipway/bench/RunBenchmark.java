package dev.slipway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * No-op containers per second, from the first submit to the last end seen, beside the same number driven straight through the
 * engine's API. The two alternate, and so does which of them is first: a machine that gets slower meets both alike.
 */
final class RunBenchmark implements Bench.Benchmark {
    private static final int ROUNDS = 6;
    /** Long against what a round takes to begin and to be seen ended. */
    private static final int TASKS = 160;
    /** Until the services' compilers have settled: after half of it a container still costs them a tenth more. */
    private static final int WARM_UP = 640;

    /** Between two looks while much is left, and near the end, where one adds to what is measured. */
    private static final Duration FAR = Duration.ofMillis(250);

    private static final Duration NEAR = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public List<Figure> measure(BenchSuite suite) throws Exception {
        var client = suite.start();
        try (var engine = new BareEngine()) {
            ours(client, WARM_UP);
            engine.seconds(TASKS);
            double ours = 0;
            double bare = 0;
            for (int round = 0; round < ROUNDS; round += 2) {
                ours += ours(client, TASKS);
                bare += engine.seconds(TASKS);
                bare += engine.seconds(TASKS);
                ours += ours(client, TASKS);
            }
            return List.of(new Figure("run.rate", ROUNDS * TASKS / ours, "1/s", ROUNDS * TASKS / bare));
        }
    }

    /** Seconds until all are over. */
    private static double ours(GatewayClient client, int tasks) throws Exception {
        var began = System.nanoTime();
        var ids = new ArrayList<Long>();
        for (int i = 0; i < tasks; i++) {
            ids.add(client.submit(GatewayClient.noop(1)));
        }
        // Tasks end nearly in their order: looking at one of them only asks little of what is measured, and often only
        // at the end.
        awaitOver(client, ids.get(tasks - 1 - BenchSuite.PARALLEL), FAR);
        awaitOver(client, ids.getLast(), NEAR);
        awaitNone(client);
        var seconds = (System.nanoTime() - began) / 1e9;
        for (var id : ids) {
            awaitOver(client, id, NEAR);
        }
        return seconds;
    }

    private static void awaitNone(GatewayClient client) throws Exception {
        for (int looks = 0; looks < 2400; looks++) {
            if (client.get("/api/1.0/task/active").isEmpty()) {
                return;
            }
            Thread.sleep(NEAR);
        }
        throw new IllegalStateException("Some tasks do not end");
    }

    private static void awaitOver(GatewayClient client, long id, Duration between) throws Exception {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            var status = client.get("/api/1.0/task/" + id + "/status").path("status");
            if (status.path("primary").asText().equals("over")) {
                if (status.path("exitcode").asInt(-1) != 0) {
                    throw new IllegalStateException("Task " + id + " ended with " + status);
                }
                return;
            }
            Thread.sleep(between);
        }
        throw new IllegalStateException("Task " + id + " does not end");
    }
}
