package dev.slipway.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/**
 * Lists: a page of 100 of 10 000 waiting tasks, all of these at once, and a page of 100 anywhere among a million finished ones of
 * one account. The million is written into the store directly, as copies of one task, and removed again.
 */
final class ListBenchmark implements Bench.Benchmark {
    private static final int CLIENTS = 50;
    private static final int WAITING = 10_000;
    private static final int FINISHED = 1_000_000;
    private static final int WARM_UP = 100;
    private static final int MEASURED = 200;
    private static final int WHOLE = 5;
    private static final String PAGE = "/api/v1/tasks?owner=admin&limit=100";
    /** More memory than there is: none of them starts. */
    private static final String TASK = GatewayClient.noop(1_000_000);

    private static final String COPY = """
            insert into task (id, version, owner, project, name, cpus, ram_gb, gpus, state, submitted_at, attempt, ended_at,
              outcome, out_of_memory, reason, spec)
            select number, version, owner, project, 'bench-copy', cpus, ram_gb, gpus, state, submitted_at, attempt, ended_at,
              outcome, out_of_memory, reason, spec
            from task, generate_series(?, ?) as number where id = ?""";

    @Override
    public List<Figure> measure(BenchSuite suite) throws Exception {
        var client = suite.start();
        submit(client);
        var page = pages(client, "&state=pending", Long.MAX_VALUE, Long.MAX_VALUE);
        var whole = whole(client);
        var first = fill(suite, client);
        try {
            var deep = pages(client, "", first + 1000, first + FINISHED);
            return List.of(
                    Figure.of("list.page", page.getValueAtPercentile(50) / 1e3, "ms"),
                    Figure.of("list.page.p99", page.getValueAtPercentile(99) / 1e3, "ms"),
                    Figure.of("list.whole", whole, "ms"),
                    Figure.of("list.page.million", deep.getValueAtPercentile(50) / 1e3, "ms"),
                    Figure.of("list.page.million.p99", deep.getValueAtPercentile(99) / 1e3, "ms"));
        } finally {
            execute(suite, "delete from task where name = 'bench-copy'");
        }
    }

    private static void submit(GatewayClient client) throws Exception {
        var left = new AtomicInteger(WAITING);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.invokeAll(Collections.nCopies(CLIENTS, () -> {
                while (left.getAndDecrement() > 0) {
                    client.submit(TASK);
                }
                return null;
            }));
            for (var each : running) {
                each.get();
            }
        }
    }

    /** Pages that begin anywhere between two numbers. */
    private static Histogram pages(GatewayClient client, String filter, long low, long high) throws Exception {
        var random = RandomGenerator.of("L64X128MixRandom");
        var micros = new Histogram(3);
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            var before = low == high ? "" : "&before=" + random.nextLong(low, high);
            var began = System.nanoTime();
            var found = client.get(PAGE + filter + before).path("tasks").size();
            if (i >= WARM_UP) {
                micros.recordValue((System.nanoTime() - began) / 1000);
            }
            if (found != 100) {
                throw new IllegalStateException("A page of %d tasks".formatted(found));
            }
        }
        return micros;
    }

    /** Milliseconds, the client's parsing included: the median of five, after two nobody counts. */
    private static double whole(GatewayClient client) throws Exception {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 2 + WHOLE; i++) {
            var began = System.nanoTime();
            var found = client.get("/api/1.0/task/active").size();
            if (found < WAITING) {
                throw new IllegalStateException("Only %d of %d tasks".formatted(found, WAITING));
            }
            millis.add((System.nanoTime() - began) / 1e6);
        }
        return millis.subList(2, millis.size()).stream().sorted().toList().get(WHOLE / 2);
    }

    /** The number of the first copy. */
    private static long fill(BenchSuite suite, GatewayClient client) throws Exception {
        var model = client.submit(TASK);
        client.cancel(model);
        try (var store = suite.store();
                var statement = store.createStatement();
                var copy = store.prepareStatement(COPY)) {
            long first;
            try (var found = statement.executeQuery(
                    "update task_number set next = next + %d returning next - %d".formatted(FINISHED, FINISHED))) {
                found.next();
                first = found.getLong(1);
            }
            copy.setLong(1, first);
            copy.setLong(2, first + FINISHED - 1);
            copy.setLong(3, model);
            copy.executeUpdate();
            statement.execute("analyze task");
            return first;
        }
    }

    private static void execute(BenchSuite suite, String sql) throws SQLException {
        try (var store = suite.store();
                var statement = store.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
