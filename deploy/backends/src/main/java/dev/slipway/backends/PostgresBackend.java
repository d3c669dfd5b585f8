package dev.slipway.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The real PostgreSQL server, as a process of its own. It outlives a kill of this one and is then adopted, its connections
 * unharmed; should it die by itself, it is started again.
 */
final class PostgresBackend implements Backend {
    private static final List<String> DATABASES = List.of("auth", "task", "runner");
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Logger LOG = Logger.getLogger(PostgresBackend.class.getName());

    private final Path folder;
    private final Path data;
    private final PostgresBinaries programs;
    private final Path log;
    private final int port;
    private final boolean fsync;
    private volatile @Nullable ProcessHandle server;
    private volatile boolean stopping;

    PostgresBackend(Settings settings) {
        this.folder = settings.data();
        this.data = folder.resolve("postgresql");
        this.programs = new PostgresBinaries(settings.data().resolve("postgresql-programs"));
        this.log = settings.data().resolve("postgresql.log");
        this.port = settings.postgresPort();
        this.fsync = settings.fsync();
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws Exception {
        programs.unpackOnce();
        initialiseOnce();
        serve(adoptOrLaunch());
    }

    @Override
    public void stop() throws Exception {
        stopping = true;
        var process = server;
        if (process != null) {
            stop(process);
        }
    }

    private void serve(ProcessHandle process) throws SQLException, InterruptedException {
        server = process;
        createMissingDatabases(process);
        launchAgainAfter(process);
    }

    private void initialiseOnce() throws IOException, InterruptedException {
        var name = data.getFileName() + ".unfinished-";
        // One that outlived a kill of its process may still be written to: it is gone by a later start.
        Folders.deleteIfPossible(folder, name);
        if (Files.exists(data)) {
            return;
        }
        // Under another name until complete: a kill half way leaves nothing that looks whole.
        var unfinished = Files.createTempDirectory(folder, name);
        // Without a locale of the host, so that the order of texts is the same everywhere. Every commit waits while a
        // new file of the log of writes is filled with zeros: with those of 16 MB a quarter of a second.
        run(
                "initdb",
                "-D",
                unfinished.toString(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--wal-segsize=4",
                "--no-instructions");
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private ProcessHandle adoptOrLaunch() throws Exception {
        var present = Postmaster.serving(data);
        if (present.isPresent() && present.get().port() == port) {
            LOG.info("adopting the PostgreSQL server of this folder, pid="
                    + present.get().process().pid());
            return present.get().process();
        }
        if (present.isPresent()) {
            stop(present.get().process());
        }
        return launch();
    }

    private ProcessHandle launch() throws IOException {
        Loopback.requireFree(port, "PostgreSQL", "SLIPWAY_POSTGRES_PORT");
        Postmaster.forgetStale(data);
        var command = command("postgres", "-D", data.toString());
        settings().forEach(setting -> command.addAll(List.of("-c", setting)));
        // To a file: a pipe would break, and hang the server, when this process is killed.
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .toHandle();
    }

    /** Statistics are taken of a third of the usual sample: while they are, a processor does nothing else for a second. */
    private List<String> settings() {
        return List.of(
                "listen_addresses=" + Loopback.ADDRESS,
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=200",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_checkpoints=off",
                "shared_buffers=64MB",
                "default_statistics_target=30",
                "fsync=" + (fsync ? "on" : "off"),
                "synchronous_commit=" + (fsync ? "on" : "off"));
    }

    private void launchAgainAfter(ProcessHandle process) {
        var _ = process.onExit()
                .thenRunAsync(
                        this::launchAgain, task -> Thread.ofPlatform().daemon().start(task));
    }

    private void launchAgain() {
        try {
            // A server that ends at once, again and again, shall not fill the log.
            TimeUnit.SECONDS.sleep(1);
            if (stopping) {
                return;
            }
            LOG.warning("the PostgreSQL server is gone and is started again; its last words are in " + log);
            serve(launch());
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "the PostgreSQL server did not come back", e);
        }
    }

    private void createMissingDatabases(ProcessHandle process) throws SQLException, InterruptedException {
        try (var connection = connectWhenReady(process);
                var statement = connection.createStatement()) {
            var present = new ArrayList<String>();
            try (var rows = statement.executeQuery("select datname from pg_database")) {
                while (rows.next()) {
                    present.add(rows.getString(1));
                }
            }
            for (var name : DATABASES) {
                if (!present.contains(name)) {
                    statement.execute("create database " + name);
                }
            }
        }
    }

    /** A server that recovers after a crash refuses connections until it is done. */
    private Connection connectWhenReady(ProcessHandle process) throws SQLException, InterruptedException {
        var deadline = Instant.now().plus(START_PATIENCE);
        while (true) {
            try {
                return DriverManager.getConnection(
                        "jdbc:postgresql://%s:%d/postgres".formatted(Loopback.ADDRESS, port), "postgres", "");
            } catch (SQLException e) {
                if (!process.isAlive()) {
                    throw new BadSetting("PostgreSQL ended while it started; its reason is in " + log);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private void stop(ProcessHandle process) throws Exception {
        // SIGINT is PostgreSQL's fast shutdown; Java's own SIGTERM would wait for every client to leave.
        signal(process, "INT");
        try {
            process.onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            signal(process, "QUIT");
            process.onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command(program, arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (process.waitFor() != 0) {
            throw new BadSetting("PostgreSQL's %s failed; its reason is in %s".formatted(program, log));
        }
    }

    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, and its files are still
            // its own.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(programs.program(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
