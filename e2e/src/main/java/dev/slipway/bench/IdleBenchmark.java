package dev.slipway.bench;

import java.util.ArrayList;
import java.util.List;

/** From `up` of a built suite to its first finished task; then the resident memory of all its processes at rest. */
final class IdleBenchmark implements Bench.Benchmark {
    private static final long REST_MILLIS = 20_000;

    @Override
    public List<Figure> measure(BenchSuite suite) throws Exception {
        var first = suite.timeToFirstTask();
        Thread.sleep(REST_MILLIS);
        var figures = new ArrayList<Figure>();
        double all = 0;
        for (var process : suite.status().path("processes")) {
            var bytes = process.path("rss_bytes").asDouble();
            all += bytes;
            figures.add(Figure.of("idle.memory." + process.path("name").asText(), bytes / (1 << 20), "MiB"));
        }
        figures.addFirst(Figure.of("idle.memory", all / (1 << 20), "MiB"));
        figures.add(Figure.of("idle.first_task", first.toMillis() / 1e3, "s"));
        return figures;
    }
}
