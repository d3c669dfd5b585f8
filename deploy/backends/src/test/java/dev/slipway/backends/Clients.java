package dev.slipway.backends;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What a service does with each backend, in one line. */
record Clients(BackendsProcess backends) {
    private static final int PATIENCE_SECONDS = 60;

    void sendRecord(String topic, String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka(), "acks", "all", "max.request.size", 4_000_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", value)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    List<String> records(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            var values = new ArrayList<String>();
            consumer.poll(Duration.ofSeconds(PATIENCE_SECONDS)).forEach(message -> values.add(message.value()));
            return values;
        }
    }

    /** How a topic was made. */
    record Topic(int partitions, boolean compacted) {}

    /** All there are but Kafka's own. */
    Map<String, Topic> topics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            var names = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var resources = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            var settings = admin.describeConfigs(resources).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var topics = admin.describeTopics(names).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return settings.entrySet().stream()
                    .collect(Collectors.toMap(
                            it -> it.getKey().name(),
                            it -> new Topic(
                                    topics.get(it.getKey().name()).partitions().size(),
                                    it.getValue().get("cleanup.policy").value().equals("compact"))));
        }
    }

    Connection sql(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(backends.postgres, database), "postgres", "");
    }

    String sqlValue(String database, String query) throws SQLException {
        try (var connection = sql(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    MongoClient mongo() {
        return MongoClients.create(
                "mongodb://127.0.0.1:%d/?serverSelectionTimeoutMS=60000".formatted(backends.mongodb));
    }

    HttpResponse<String> s3(SdkHttpMethod method, String path, String body) throws Exception {
        return s3(method, path, body, BackendsProcess.SECRET_KEY);
    }

    /** As a presigned request, which any client can send. */
    HttpResponse<String> s3(SdkHttpMethod method, String path, String body, String secretKey) throws Exception {
        var request = SdkHttpRequest.builder()
                .method(method)
                .uri(URI.create("http://127.0.0.1:" + backends.s3 + path))
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(it -> it.identity(AwsCredentialsIdentity.create(BackendsProcess.ACCESS_KEY, secretKey))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(signed.request().getUri())
                            .method(method.name(), BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private String kafka() {
        return "127.0.0.1:" + backends.kafka;
    }
}
