package dev.slipway.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the benchmarks named on the command line, all without a name. Each figure is one line of JSON on standard output. */
public final class Bench {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            "array", new ArrayBenchmark(),
            "idle", new IdleBenchmark(),
            "list", new ListBenchmark(),
            "run", new RunBenchmark(),
            "schedule", new ScheduleBenchmark(),
            "submit", new SubmitBenchmark()));

    private Bench() {}

    /** One measurement in an empty suite; it starts what it needs. */
    interface Benchmark {
        List<Figure> measure(BenchSuite suite) throws Exception;
    }

    public static void main(String[] names) throws Exception {
        var chosen = new TreeMap<>(ALL);
        if (names.length > 0) {
            chosen.keySet().retainAll(List.of(names));
        }
        if (chosen.size() < names.length) {
            System.err.println("bench: there are only " + ALL.keySet());
            System.exit(2);
        }
        try (var suite = new BenchSuite()) {
            for (var each : chosen.entrySet()) {
                System.err.println("bench: " + each.getKey());
                suite.renew();
                each.getValue().measure(suite).forEach(figure -> System.out.println(figure.json()));
            }
        }
    }
}
