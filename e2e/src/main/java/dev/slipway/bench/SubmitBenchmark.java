package dev.slipway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;

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
        load(client, task, WARM_UP, new ConcurrentHistogram(3));
        var micros = new ConcurrentHistogram(3);
        var began = System.nanoTime();
        var ids = load(client, task, MEASURED, micros);
        var seconds = (System.nanoTime() - began) / 1e9;
        proveStored(client, ids);
        return List.of(
                Figure.of("submit.rate", ids.size() / seconds, "1/s"),
                Figure.of("submit.median", micros.getValueAtPercentile(50) / 1e3, "ms"),
                Figure.of("submit.p99", micros.getValueAtPercentile(99) / 1e3, "ms"),
                Figure.of("submit.survived", survived(suite, client, task), "tasks"));
    }

    /** How many of the last ones are there after all that holds them was killed, the database included. */
    private static int survived(BenchSuite suite, GatewayClient client, String task) throws Exception {
        var victims = suite.processes("task-service", "backends", "postgres");
        var ids = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : start(threads, () -> some(client, task))) {
                ids.addAll(each.get());
            }
        }
        suite.kill(victims);
        var later = suite.start();
        int found = 0;
        for (var id : new HashSet<>(ids)) {
            found += later.has(id) ? 1 : 0;
        }
        return found;
    }

    private static List<Long> some(GatewayClient client, String task) throws Exception {
        var ids = new ArrayList<Long>();
        for (int i = 0; i < LAST_ONES / CLIENTS; i++) {
            ids.add(client.submit(task));
        }
        return ids;
    }

    private static List<Long> load(GatewayClient client, String task, Duration length, ConcurrentHistogram micros)
            throws InterruptedException, ExecutionException {
        var end = System.nanoTime() + length.toNanos();
        var ids = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : start(threads, () -> one(client, task, end, micros))) {
                ids.addAll(each.get());
            }
        }
        return ids;
    }

    private static List<Future<List<Long>>> start(ExecutorService threads, Callable<List<Long>> work) {
        var started = new ArrayList<Future<List<Long>>>();
        for (int i = 0; i < CLIENTS; i++) {
            started.add(threads.submit(work));
        }
        return started;
    }

    private static List<Long> one(GatewayClient client, String task, long end, ConcurrentHistogram micros)
            throws Exception {
        var ids = new ArrayList<Long>();
        while (System.nanoTime() < end) {
            var began = System.nanoTime();
            ids.add(client.submit(task));
            micros.recordValue((System.nanoTime() - began) / 1000);
        }
        return ids;
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
