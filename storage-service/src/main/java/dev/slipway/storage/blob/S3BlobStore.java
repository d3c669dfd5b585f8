package dev.slipway.storage.blob;

import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of an S3 server. */
@ApplicationScoped
class S3BlobStore implements BlobStore {
    private static final int NOT_FOUND = 404;
    /** What one delete request may name. */
    private static final int DELETE_BATCH = 1000;

    private final S3Connection connection;
    private final BlobConfig config;
    private final AwsRequestOverrideConfiguration small;

    S3BlobStore(S3Connection connection, BlobConfig config) {
        this.connection = connection;
        this.config = config;
        this.small = AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(config.patience())
                .apiCallTimeout(config.patience().multipliedBy(2))
                .build();
    }

    @Override
    public Uni<Void> put(String key, byte[] bytes) {
        return call(
                        key,
                        () -> client().putObject(
                                        it -> it.bucket(config.bucket())
                                                .key(key)
                                                .overrideConfiguration(small),
                                        AsyncRequestBody.fromBytesUnsafe(bytes)))
                .replaceWithVoid();
    }

    @Override
    public Uni<ByteStream> open(String key) {
        return open(
                key, GetObjectRequest.builder().bucket(config.bucket()).key(key).build());
    }

    @Override
    public Uni<ByteStream> open(String key, long from, long length) {
        return open(key, range(key, from, length).build());
    }

    private Uni<ByteStream> open(String key, GetObjectRequest request) {
        return call(key, () -> client().getObject(request, AsyncResponseTransformer.toPublisher()))
                .ifNoItem()
                .after(config.patience())
                .failWith(() -> Failure.unavailable("The store does not answer"))
                .map(S3BlobStore::toStream);
    }

    private static ByteStream toStream(ResponsePublisher<GetObjectResponse> answer) {
        return new ByteStream(
                OptionalLong.of(answer.response().contentLength()),
                Multi.createFrom().publisher(AdaptersToFlow.publisher(answer)).map(S3BlobStore::toBytes));
    }

    private static byte[] toBytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public Uni<byte[]> read(String key, long from, long length) {
        var request = range(key, from, length).overrideConfiguration(small).build();
        return call(key, () -> client().getObject(request, AsyncResponseTransformer.toBytes()))
                .map(it -> it.asByteArrayUnsafe());
    }

    private GetObjectRequest.Builder range(String key, long from, long length) {
        return GetObjectRequest.builder()
                .bucket(config.bucket())
                .key(key)
                .range("bytes=%d-%d".formatted(from, from + length - 1));
    }

    @Override
    public Uni<List<Blob>> list(String prefix, String after) {
        return page(prefix, after, new ArrayList<>());
    }

    /** A page that is full is followed by the next. */
    private Uni<List<Blob>> page(String prefix, String after, List<Blob> found) {
        return call(
                        prefix,
                        () -> client().listObjectsV2(it -> {
                            it.bucket(config.bucket()).prefix(prefix).overrideConfiguration(small);
                            if (!after.isEmpty()) {
                                it.startAfter(after);
                            }
                        }))
                .chain(answer -> {
                    answer.contents().forEach(it -> found.add(new Blob(it.key(), it.size())));
                    return Boolean.TRUE.equals(answer.isTruncated())
                            ? page(prefix, found.getLast().key(), found)
                            : Uni.createFrom().item(found);
                });
    }

    @Override
    public Uni<Void> delete(List<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var now = keys.subList(0, Math.min(keys.size(), DELETE_BATCH));
        var objects = now.stream()
                .map(it -> ObjectIdentifier.builder().key(it).build())
                .toList();
        return call(
                        now.getFirst(),
                        () -> client().deleteObjects(it -> it.bucket(config.bucket())
                                .delete(Delete.builder()
                                        .objects(objects)
                                        .quiet(true)
                                        .build())
                                .overrideConfiguration(small)))
                .chain(() -> delete(keys.subList(now.size(), keys.size())));
    }

    @Override
    public URI uploadUrl(String key) {
        var signed = connection
                .presigner()
                .presignPutObject(it -> it.signatureDuration(config.uploadLife())
                        .putObjectRequest(put -> put.bucket(config.bucket()).key(key)));
        return URI.create(signed.url().toString());
    }

    @Override
    public Uni<Void> check() {
        return call(
                        config.bucket(),
                        () -> client().headBucket(
                                        it -> it.bucket(config.bucket()).overrideConfiguration(small)))
                .replaceWithVoid();
    }

    /** Makes the bucket when there is none. */
    Uni<Void> prepare() {
        return check().onFailure(S3BlobStore::isNotFound)
                .recoverWithUni(() -> call(
                                config.bucket(),
                                () -> client().createBucket(
                                                it -> it.bucket(config.bucket()).overrideConfiguration(small)))
                        .replaceWithVoid());
    }

    private S3AsyncClient client() {
        return connection.client();
    }

    private static <T> Uni<T> call(String key, Supplier<CompletionStage<T>> call) {
        return Uni.createFrom()
                .completionStage(call)
                .onFailure(S3Exception.class)
                .transform(fault -> toFailure(key, fault));
    }

    /** What the server says of itself (5xx) is an outage; what it says of our request is a mistake of ours. */
    private static Throwable toFailure(String key, S3Exception fault) {
        if (fault.statusCode() == NOT_FOUND) {
            return Failure.notFound("object", key);
        }
        return fault.statusCode() >= 500 ? Failure.unavailable("The store cannot serve now") : fault;
    }

    private static boolean isNotFound(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Failure.Kind.NOT_FOUND;
    }
}
