package dev.slipway.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.failure.Failure;
import dev.slipway.storage.Neighbours;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every BlobStore promises, on the real S3 server of the backends. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
class S3BlobStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    BlobStore store;

    private final String folder = "test/" + UUID.randomUUID() + "/";

    @BeforeEach
    void theBucketIsMade() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> store.check().await().atMost(PATIENCE));
    }

    private void put(String name, String content) {
        store.put(folder + name, content.getBytes(StandardCharsets.UTF_8))
                .await()
                .atMost(PATIENCE);
    }

    private static byte[] read(ByteStream stream) {
        var out = new ByteArrayOutputStream();
        stream.chunks().collect().asList().await().atMost(PATIENCE).forEach(out::writeBytes);
        return out.toByteArray();
    }

    @Test
    void answersWhatItWasGiven() {
        put("a", "first");
        put("a", "second");
        var stream = store.open(folder + "a").await().atMost(PATIENCE);
        assertThat(stream.length()).hasValue(6);
        assertThat(read(stream)).asString().isEqualTo("second");
    }

    @Test
    void keepsNothingAsNothing() {
        put("empty", "");
        assertThat(read(store.open(folder + "empty").await().atMost(PATIENCE))).isEmpty();
    }

    @Test
    void answersAPart() {
        put("a", "0123456789");
        assertThat(store.read(folder + "a", 3, 4).await().atMost(PATIENCE))
                .asString()
                .isEqualTo("3456");
        assertThat(store.read(folder + "a", 8, 100).await().atMost(PATIENCE))
                .asString()
                .isEqualTo("89");
        var stream = store.open(folder + "a", 5, 3).await().atMost(PATIENCE);
        assertThat(stream.length()).hasValue(3);
        assertThat(read(stream)).asString().isEqualTo("567");
    }

    @Test
    void anUnknownKeyIsNotFound() {
        assertThatThrownBy(() -> store.open(folder + "none").await().atMost(PATIENCE))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Failure.Kind.NOT_FOUND));
        assertThatThrownBy(() -> store.read(folder + "none", 0, 5).await().atMost(PATIENCE))
                .isInstanceOf(Failure.class);
    }

    @Test
    void listsInTheOrderOfTheKeysAcrossPages() {
        var names = IntStream.range(0, 1005).mapToObj("%016d"::formatted).toList();
        names.parallelStream().forEach(it -> put("logs/" + it, it));
        put("logs2", "not below");
        var all = store.list(folder + "logs/", "").await().atMost(PATIENCE);
        assertThat(all)
                .extracting(Blob::key)
                .containsExactlyElementsOf(
                        names.stream().map(it -> folder + "logs/" + it).toList());
        assertThat(all).allMatch(it -> it.size() == 16);
        assertThat(store.list(folder + "logs/", folder + "logs/" + names.get(1002))
                        .await()
                        .atMost(PATIENCE))
                .hasSize(2);
        store.delete(all.stream().map(Blob::key).toList()).await().atMost(PATIENCE);
        assertThat(store.list(folder + "logs/", "").await().atMost(PATIENCE)).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereIsNoFailure() {
        store.delete(List.of(folder + "x", folder + "y")).await().atMost(PATIENCE);
    }

    @Test
    void whoHasTheAddressMayPut() throws Exception {
        for (var name : List.of("plain.bin", "with space/ü+%&?#.txt")) {
            var bytes = new byte[100_000];
            new Random(7).nextBytes(bytes);
            try (var client = HttpClient.newHttpClient()) {
                var put = HttpRequest.newBuilder(store.uploadUrl(folder + name))
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build();
                assertThat(client.send(put, BodyHandlers.discarding()).statusCode())
                        .isEqualTo(200);
            }
            assertThat(read(store.open(folder + name).await().atMost(PATIENCE))).isEqualTo(bytes);
        }
    }

    @Test
    void aStreamWaitsForItsReader() {
        var bytes = new byte[8 * 1024 * 1024];
        store.put(folder + "big", bytes).await().atMost(PATIENCE);
        var stream = store.open(folder + "big").await().atMost(PATIENCE);
        var first = stream.chunks().select().first(3).collect().asList().await().atMost(PATIENCE);
        assertThat(first).hasSize(3).allMatch(it -> it.length <= 256 * 1024);
        store.open(folder + "big").await().atMost(PATIENCE).discard();
        assertThat(read(store.open(folder + "big").await().atMost(PATIENCE))).hasSize(bytes.length);
    }
}
