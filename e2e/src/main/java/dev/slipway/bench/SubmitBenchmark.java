package dev.slipway.bench;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;

/**
 * Durable submits per second through the gateway: 50 clients, each with one request at a time, each answered after the commit.
 * The tasks ask for more memory than the node has, so that they wait and nothing runs beside the measurement. After that some
 * more are submitted, and what stores them is killed with the last answer: how many of them are there afterwards?
 */
final class SubmitBenchmark implements Bench.Benchmark {
    private static final int CLIENTS = 50;
    /** Until the services' compilers have settled. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final int LAST_ONES = 200;
    private static final long MORE_THAN_THERE_IS = 1_000_000;

    @Override
    public List<Figure> measure(BenchSuite suite) throws Exception {
        var client = suite.start();
        var task = GatewayClient.noop(MORE_THAN_THERE_IS);
        try (var load = new SubmitLoad(client.access(), task, CLIENTS)) {
            load.run(lasting(WARM_UP), new Histogram(3));
            var micros = new Histogram(3);
            var began = System.nanoTime();
            var ids = load.run(lasting(MEASURED), micros);
            var seconds = (System.nanoTime() - began) / 1e9;
            proveStored(client, ids);
            return List.of(
                    Figure.of("submit.rate", ids.size() / seconds, "1/s"),
                    Figure.of("submit.median", micros.getValueAtPercentile(50) / 1e3, "ms"),
                    Figure.of("submit.p99", micros.getValueAtPercentile(99) / 1e3, "ms"),
                    Figure.of("submit.survived", survived(suite, load), "tasks"));
        }
    }

    /** How many of the last ones are there after all that holds them was killed, the database included. */
    private static int survived(BenchSuite suite, SubmitLoad load) throws Exception {
        var victims = suite.processes("task-service", "backends", "postgres");
        var ids = load.run(answered -> answered < LAST_ONES / CLIENTS, new Histogram(3));
        suite.kill(victims);
        var later = suite.start();
        int found = 0;
        for (var id : new HashSet<>(ids)) {
            found += later.has(id) ? 1 : 0;
        }
        return found;
    }

    private static IntPredicate lasting(Duration length) {
        var end = System.nanoTime() + length.toNanos();
        return _ -> System.nanoTime() < end;
    }

    /** Every id once, and a sample of them readable. */
    private static void proveStored(GatewayClient client, List<Long> ids) throws Exception {
        if (new HashSet<>(ids).size() != ids.size()) {
            throw new IllegalStateException("An id was given twice");
        }
        for (int i = 0; i < ids.size(); i += Math.max(1, ids.size() / 50)) {
            client.get("/api/1.0/task/" + ids.get(i));
        }
    }
}
