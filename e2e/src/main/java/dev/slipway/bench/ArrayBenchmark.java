package dev.slipway.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/** How long one submit of an array of 10 000 takes, from the request to the durable answer, one after the other. */
final class ArrayBenchmark implements Bench.Benchmark {
    private static final int WARM_UP = 20;
    private static final int MEASURED = 50;
    /** More memory than there is: none of them starts. */
    private static final String ARRAY =
            GatewayClient.noop(1_000_000).replace("\"cpu\":1,", "\"cpu\":1,\"array\":{\"values\":\"1:10000:1\"},");

    @Override
    public List<Figure> measure(BenchSuite suite) throws Exception {
        var client = suite.start();
        var micros = new Histogram(3);
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            var began = System.nanoTime();
            var id = client.submit(ARRAY);
            if (i >= WARM_UP) {
                micros.recordValue((System.nanoTime() - began) / 1000);
            }
            var children = client.get("/api/1.0/task/" + id)
                    .path("requirements")
                    .path("array")
                    .path("nb_tasks")
                    .asInt();
            if (children != 10_000) {
                throw new IllegalStateException("Array %d has %d children".formatted(id, children));
            }
            client.cancel(id);
        }
        return List.of(
                Figure.of("array.median", micros.getValueAtPercentile(50) / 1e3, "ms"),
                Figure.of("array.p99", micros.getValueAtPercentile(99) / 1e3, "ms"));
    }
}
