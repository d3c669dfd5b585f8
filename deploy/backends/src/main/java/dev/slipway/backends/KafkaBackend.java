package dev.slipway.backends;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** Kafka's own broker and controller, combined, without any other node. */
final class KafkaBackend implements Backend {
    private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;
    private static final int START_PATIENCE_SECONDS = 120;

    private final Path data;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    KafkaBackend(Settings settings) {
        this.data = settings.data().resolve("kafka");
        this.port = settings.kafkaPort();
        this.controllerPort = settings.kafkaControllerPort();
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws Exception {
        Loopback.requireFree(port, "Kafka", "SLIPWAY_KAFKA_PORT");
        Loopback.requireFree(controllerPort, "Kafka's controller", "SLIPWAY_KAFKA_CONTROLLER_PORT");
        formatOnce();
        server = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        server.startup();
        createMissingTopics();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private void formatOnce() throws Exception {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    private Properties settings() {
        var settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@%s:%d".formatted(Loopback.ADDRESS, controllerPort),
                "listeners",
                        "CLIENTS://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(Loopback.ADDRESS, port, controllerPort),
                "advertised.listeners", "CLIENTS://%s:%d".formatted(Loopback.ADDRESS, port),
                "listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "CLIENTS",
                "controller.listener.names", "CONTROLLER",
                "log.dirs", data.toString()));
        settings.putAll(forOneBroker());
        settings.putAll(forSmallMachines());
        settings.putAll(forMessages());
        return settings;
    }

    private static Map<String, String> forOneBroker() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                // A consumer alone in its group need not wait for others.
                "group.initial.rebalance.delay.ms", "0",
                // After a kill -9 the controller must forget the old broker before it lets the new one in.
                "broker.heartbeat.interval.ms", "500",
                "broker.session.timeout.ms", "3000");
    }

    private static Map<String, String> forSmallMachines() {
        return Map.of(
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "4",
                // By default 128 MB of heap.
                "log.cleaner.dedupe.buffer.size", "4194304",
                "log.index.size.max.bytes", "1048576",
                "log.segment.bytes", "134217728",
                "num.network.threads", "2",
                "num.io.threads", "4",
                // Else an idle controller writes twice a second.
                "metadata.max.idle.interval.ms", "0");
    }

    private static Map<String, String> forMessages() {
        return Map.of(
                "num.partitions", "4",
                "message.max.bytes", Integer.toString(LARGEST_MESSAGE),
                "replica.fetch.max.bytes", Integer.toString(LARGEST_MESSAGE),
                // A suite that was down for weeks still finds its unread events, and its place among them.
                "log.retention.hours", "720",
                "offsets.retention.minutes", "86400");
    }

    private void createMissingTopics() throws Exception {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                Loopback.ADDRESS + ":" + port,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                START_PATIENCE_SECONDS * 1000);
        try (var admin = Admin.create(client)) {
            var present = admin.listTopics().names().get(START_PATIENCE_SECONDS, TimeUnit.SECONDS);
            var missing = Topics.listed().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .collect(Collectors.toList());
            admin.createTopics(missing).all().get(START_PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
