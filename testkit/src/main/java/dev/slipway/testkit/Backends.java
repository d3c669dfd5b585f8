package dev.slipway.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The real Kafka, PostgreSQL, MongoDB wire and S3 for a {@code @QuarkusTest}, and the settings a suite would give it. */
public class Backends implements QuarkusTestResourceLifecycleManager {
    static final String S3_ACCESS_KEY = "test-access";
    static final String S3_SECRET_KEY = "test-only-s3-key";

    /** Where a test finds the address of Kafka, whatever class loader it is in. */
    static final String KAFKA_PROPERTY = "slipway.test.kafka";
    /** Where a test finds the keys of {@link Tokens}. */
    static final String STATE_PROPERTY = "slipway.test.state";

    @Override
    public Map<String, String> start() {
        try {
            return settings(BackendsProcess.running());
        } catch (Exception e) {
            throw new IllegalStateException("No backends to test against", e);
        }
    }

    private static Map<String, String> settings(BackendsProcess process) throws Exception {
        var kafka = "127.0.0.1:" + process.port("SLIPWAY_KAFKA_PORT");
        System.setProperty(KAFKA_PROPERTY, kafka);
        System.setProperty(STATE_PROPERTY, process.state().toString());
        var settings = new HashMap<String, String>();
        settings.put("SLIPWAY_KAFKA", kafka);
        settings.put("SLIPWAY_POSTGRES", "127.0.0.1:" + process.port("SLIPWAY_POSTGRES_PORT"));
        settings.put("SLIPWAY_MONGODB", "127.0.0.1:" + process.port("SLIPWAY_MONGODB_PORT"));
        settings.put("SLIPWAY_S3", "http://127.0.0.1:" + process.port("SLIPWAY_S3_PORT"));
        settings.put("SLIPWAY_S3_ACCESS_KEY", S3_ACCESS_KEY);
        settings.put("SLIPWAY_S3_SECRET_KEY", S3_SECRET_KEY);
        settings.put("SLIPWAY_SERVICE_SECRET", "test-only-service-key");
        settings.put("SLIPWAY_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        settings.put("SLIPWAY_ADMIN_KEY", "TESTADMINKEYTESTADMINKEYTESTADMI");
        settings.put("SLIPWAY_JOBS", process.state().resolve("jobs").toString());
        settings.put("SLIPWAY_HOMES", process.state().resolve("homes").toString());
        settings.put("quarkus.http.test-port", "0");
        // A reader ends with its next look: each restart of a service would wait a second for every one of them.
        settings.put("mp.messaging.connector.smallrye-kafka.poll-timeout", "50");
        settings.put("kafka.fetch.max.wait.ms", "200");
        settings.put("mp.jwt.verify.publickey.location", "file:" + Tokens.publicKey(process.state()));
        return settings;
    }

    @Override
    public void stop() {
        // The process serves the modules that follow, and ends with Maven.
    }
}
