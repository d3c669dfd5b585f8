package dev.slipway.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** All processes of the suite, started by the very script its users start it with, in a home of its own. */
final class Suite implements AutoCloseable {
    static final List<String> SERVICES =
            List.of("auth-service", "task-service", "runner-service", "node-service", "storage-service", "gateway");

    /** Else a time is read as a float, which knows no seconds. */
    private static final RestAssuredConfig EXACT =
            RestAssuredConfig.config().jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE));

    /** What its node has to give. */
    static final int PROCESSORS = 6;

    /** Tasks that one account may have waiting. */
    static final int WAITING = 60;

    /** Of the sixteen ports of a suite, those it does not use. */
    private static final int MAIL = 6;

    private static final int DIRECTORY = 7;
    private static final int DOOR = 8;
    private static final int REPLICA = 9;

    private static final Path ROOT =
            Path.of(System.getProperty("slipway.root", "..")).toAbsolutePath().normalize();

    private final Path root = ROOT;
    private final Path home = root.resolve("e2e/target/suite");
    private final int port = freeBlock();
    private final PrivateEngine engine;
    private final String url;
    private final String adminKey;
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();

    private Suite(PrivateEngine engine) throws IOException, InterruptedException {
        this.engine = engine;
        delete(home);
        up();
        var credentials = JsonPath.from(slipway("credentials"));
        this.url = credentials.getString("url");
        this.adminKey = credentials.getString("apikey");
        keys.put("admin", adminKey);
    }

    static Suite start() throws IOException, InterruptedException {
        var engine = PrivateEngine.start();
        try {
            return new Suite(engine);
        } catch (IOException | InterruptedException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Starts what does not run. */
    void up() throws IOException, InterruptedException {
        slipway("up", "--no-demo");
    }

    void down() throws IOException, InterruptedException {
        slipway("down");
    }

    PrivateEngine engine() {
        return engine;
    }

    /** Where its mail goes: away until somebody makes and starts it. */
    MailServer makeMailServer() throws IOException, InterruptedException {
        return MailServer.make(root.resolve("e2e"), port + MAIL);
    }

    /** Where it asks for passwords that it does not know: away until somebody makes and starts it. */
    Directory makeDirectory(String login, String password) throws IOException, InterruptedException {
        return Directory.make(root.resolve("e2e"), port + DIRECTORY, login, password);
    }

    String url() {
        return url;
    }

    /** Where its data, logs and secrets are. */
    Path home() {
        return home;
    }

    /** The only port its node has to give to tasks. */
    int door() {
        return port + DOOR;
    }

    String adminKey() {
        return adminKey;
    }

    /** {@code kill -9}; done when it is gone. */
    void kill(String name) throws IOException {
        var process = ProcessHandle.of(pid(name)).orElseThrow();
        process.destroyForcibly();
        // Of one that is not our child the JDK itself asks in ever longer pauses.
        Awaitility.await("the end of " + name)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive());
    }

    /** The containers of these tasks are gone from the engine, and nobody saw how: the one who watches them stood still meanwhile. */
    void loseContainers(List<Long> tasks) throws IOException, InterruptedException {
        var watcher = Long.toString(pid("node-service"));
        run(List.of("kill", "-STOP", watcher));
        try {
            for (long task : tasks) {
                engine.removeContainersOf(task);
            }
        } finally {
            run(List.of("kill", "-CONT", watcher));
        }
    }

    /** A second process of a service beside the one that runs; one at a time. */
    Replica startReplica(String name) throws IOException {
        return Replica.start(Path.of("/proc", Long.toString(pid(name))), home, name, port + REPLICA);
    }

    private long pid(String name) throws IOException {
        return Long.parseLong(
                Files.readString(home.resolve("pid").resolve(name)).trim());
    }

    /** The JDBC address of one service's database: only to look, never to prepare a test. */
    String database(String name) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port + 11, name);
    }

    /** What a query with the number of a task in it answers; only to look. */
    long count(String query, long task) throws SQLException {
        try (var connection = DriverManager.getConnection(database("task"));
                var statement = connection.prepareStatement(query)) {
            statement.setLong(1, task);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** What a project has used was used so many days before: no test can wait for days to pass. */
    void setBack(String project, int days) throws SQLException {
        try (var connection = DriverManager.getConnection(database("task"));
                var statement = connection.prepareStatement("update usage_day set day = day - ? where project = ?")) {
            statement.setInt(1, days);
            statement.setString(2, project);
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    /** Where its sources are. */
    static Path root() {
        return ROOT;
    }

    /** The folder of a data set: {@code climate} and {@code rain} are known. */
    static Path data(String name) {
        return ROOT.resolve("e2e/target/data").resolve(name);
    }

    /** A folder that tasks may work in, at the same path as here, as volume {@code galaxy}. */
    static Path galaxy() {
        return ROOT.resolve("e2e/target/galaxy");
    }

    /** A request without a login. */
    RequestSpecification anonymous() {
        // Paths are sent as they are written: some tests send what no client library would.
        return given().config(EXACT).baseUri(url).urlEncodingEnabled(false);
    }

    /** The same, to one service itself, past the gateway. */
    RequestSpecification to(String service) {
        return anonymous().baseUri("http://127.0.0.1:" + (port + 1 + SERVICES.indexOf(service)));
    }

    /** A request of an account, which is made at the first mention of it. */
    RequestSpecification as(String login) {
        return anonymous().header("Authorization", "Bearer " + tokenOf(login));
    }

    /** An API key of the account. */
    synchronized String key(String login) {
        if (!keys.containsKey(login)) {
            keys.put(login, register(login));
        }
        return keys.get(login);
    }

    /** A new API key of the account in place of the old one, which ends all its tokens. */
    synchronized String freshKey(String login) {
        String key = as(login)
                .post("/api/v1/accounts/" + login + "/api-key")
                .then()
                .statusCode(200)
                .extract()
                .path("apikey");
        keys.put(login, key);
        forgetToken(login);
        return key;
    }

    /** The account logs in again before it asks again. */
    synchronized void forgetToken(String login) {
        tokens.remove(login);
    }

    private synchronized String tokenOf(String login) {
        if (!tokens.containsKey(login)) {
            tokens.put(login, login(login));
        }
        return tokens.get(login);
    }

    private String login(String login) {
        return anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", login, "apikey", key(login)))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    private String register(String login) {
        JsonPath made = as("admin")
                .contentType(ContentType.JSON)
                .body(Map.of("login", login))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return made.getString("apikey");
    }

    /** Runs the script with this suite's settings; its output. */
    String slipway(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root.resolve("slipway").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs commands as somebody would who is in the sources' folder; what they say. */
    String shell(String commands) throws IOException, InterruptedException {
        return run(List.of("timeout", "120", "bash", "-e", "-c", commands));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("slipway-e2e-", ".out");
        var builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(settings());
        var exit = builder.start().waitFor();
        var said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (exit != 0) {
            throw new IllegalStateException("%s ended with %d:\n%s".formatted(command, exit, said));
        }
        return said;
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("SLIPWAY_HOME", home.toString()),
                Map.entry("SLIPWAY_PORT", Integer.toString(port)),
                Map.entry("SLIPWAY_SUITE", "slipway-e2e"),
                Map.entry("SLIPWAY_NODE_CPUS", Integer.toString(PROCESSORS)),
                Map.entry("SLIPWAY_NODE_FIRST_PORT", Integer.toString(door())),
                Map.entry("SLIPWAY_NODE_PORTS", "1"),
                Map.entry("SLIPWAY_BUILD", "no"),
                Map.entry("SLIPWAY_TASK_DATA__CLIMATE__PATH", data("climate").toString()),
                Map.entry("SLIPWAY_TASK_DATA__RAIN__PATH", data("rain").toString()),
                Map.entry("SLIPWAY_TASK_VOLUMES__GALAXY__PATH", galaxy().toString()),
                Map.entry("SLIPWAY_TASK_VOLUMES__GALAXY__WRITABLE", "true"),
                Map.entry("SLIPWAY_TASK_ALLOW_ROOT", "true"),
                Map.entry("DOCKER_HOST", engine.dockerHost()),
                // Waiting tasks of one account, and retries of one task, at most.
                Map.entry("SLIPWAY_TASK_RATE_LIMIT", Integer.toString(WAITING)),
                Map.entry("SLIPWAY_TASK_FAILURE_POLICY_STRATEGY", "2"),
                // A clean stop would wait two seconds for each topic a service reads, one after the other.
                Map.entry("MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_GRACEFUL_SHUTDOWN", "false"),
                // Most scripts here do not hear that they are stopped.
                Map.entry("SLIPWAY_NODE_CONTAINER_GRACE", "PT1S"),
                // New signing keys sign soon, and mail is tried again soon.
                Map.entry("SLIPWAY_AUTH_TOKEN_PUBLISH_AHEAD", "PT12S"),
                Map.entry("SLIPWAY_SMTP_HOST", "127.0.0.1"),
                Map.entry("SLIPWAY_SMTP_PORT", Integer.toString(port + MAIL)),
                Map.entry("SLIPWAY_LDAP_URL", "ldap://127.0.0.1:" + (port + DIRECTORY)),
                Map.entry("SLIPWAY_LDAP_BASE", Directory.PEOPLE),
                Map.entry("SLIPWAY_LDAP_BIND_DN", Directory.READER),
                Map.entry("SLIPWAY_LDAP_BIND_PASSWORD", Directory.READERS_PASSWORD),
                Map.entry("SLIPWAY_MAIL_FIRST_PAUSE", "PT1S"),
                Map.entry("SLIPWAY_MAIL_LONGEST_PAUSE", "PT2S"));
    }

    /** The first of sixteen ports in a row that nobody listens on. */
    private static int freeBlock() {
        for (int first = 20080; first < 32000; first += 16) {
            if (isFree(first)) {
                return first;
            }
        }
        throw new IllegalStateException("No sixteen free ports in a row");
    }

    private static boolean isFree(int first) {
        for (int port = first; port < first + 16; port++) {
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var tree = Files.walk(folder)) {
                for (var file : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        down();
        engine.close();
    }
}
