package dev.slipway.backends;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Starts all backends side by side, and stops them on SIGTERM or with the process they belong to. */
public final class Backends {
    private static final Logger LOG = Logger.getLogger(Backends.class.getName());

    private final List<Backend> all;

    private Backends(List<Backend> all) {
        this.all = all;
    }

    public static void main(String[] arguments) throws Exception {
        long began = System.nanoTime();
        configureLogging();
        try {
            run(Settings.from(System.getenv()));
        } catch (Exception e) {
            System.err.println("backends: " + reason(e));
            // Through the shutdown hook, which stops what did start.
            System.exit(1);
        }
        System.out.println("ready in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms");
        Thread.currentThread().join();
    }

    private static void run(Settings settings) throws Exception {
        settings.parent().ifPresent(Backends::endWith);
        @SuppressWarnings("resource") // held until the process ends
        var _ = DataFolder.hold(settings.data());
        var backends = new Backends(List.of(
                new KafkaBackend(settings),
                new PostgresBackend(settings),
                new MongodbBackend(settings),
                new S3Backend(settings)));
        var health = Health.listen(settings.healthPort(), backends.all);
        Runtime.getRuntime().addShutdownHook(new Thread(backends::stop, "stop"));
        backends.start();
        health.ready();
    }

    private void start() throws Exception {
        inParallel(all.stream()
                .<Callable<Backend>>map(backend -> () -> start(backend))
                .toList());
    }

    private void stop() {
        try {
            inParallel(all.stream()
                    .<Callable<Backend>>map(backend -> () -> stop(backend))
                    .toList());
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "stopping failed", e);
        }
    }

    private static Backend start(Backend backend) throws Exception {
        long began = System.nanoTime();
        backend.start();
        LOG.info("%s serves on port %d after %d ms"
                .formatted(backend.name(), backend.port(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
        return backend;
    }

    private static Backend stop(Backend backend) {
        try {
            backend.stop();
        } catch (Exception e) {
            LOG.log(Level.SEVERE, backend.name() + " did not stop cleanly", e);
        }
        return backend;
    }

    /** Fails with the first failure, once all are done. */
    private static void inParallel(List<Callable<Backend>> tasks) throws Exception {
        var threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        try {
            for (Future<Backend> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Tests start this process and may be killed: nothing of theirs shall stay behind. On a thread of its own, because the
     * shutdown needs the one that tells of ends: it waits for PostgreSQL's.
     */
    private static void endWith(long parent) {
        var _ = ProcessHandle.of(parent)
                .orElseThrow(() ->
                        new BadSetting("SLIPWAY_PARENT_PID is %d, and there is no such process".formatted(parent)))
                .onExit()
                .thenRunAsync(() -> System.exit(0), task -> Thread.ofPlatform().start(task));
    }

    private static String reason(Exception failure) {
        if (!(failure instanceof BadSetting)) {
            LOG.log(Level.SEVERE, "start failed", failure);
        }
        return String.valueOf(failure.getMessage());
    }

    private static void configureLogging() throws IOException {
        try (var file = Backends.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(file);
        }
    }
}
