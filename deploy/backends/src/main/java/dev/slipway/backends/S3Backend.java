package dev.slipway.backends;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/** S3 with path-style addresses and checked signatures; an object is a file, a bucket a folder. */
final class S3Backend implements Backend {
    /** A signed body that comes in one piece is checked in memory, so it must be small; streamed ones have no such limit. */
    private static final long LARGEST_BUFFERED_BODY = 16L * 1024 * 1024;

    private final Path data;
    private final int port;
    private final String accessKey;
    private final String secretKey;
    private @Nullable S3Proxy server;

    S3Backend(Settings settings) {
        this.data = settings.data().resolve("s3");
        this.port = settings.s3Port();
        this.accessKey = settings.s3AccessKey();
        this.secretKey = settings.s3SecretKey();
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void start() throws Exception {
        Loopback.requireFree(port, "S3", "SLIPWAY_S3_PORT");
        Files.createDirectories(data);
        server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(data.toString()))
                .endpoint(URI.create("http://%s:%d".formatted(Loopback.ADDRESS, port)))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                // The SDK's multipart uploads carry headers that the server does not know.
                .ignoreUnknownHeaders(true)
                .v4MaxNonChunkedRequestSize(LARGEST_BUFFERED_BODY)
                .jettyMaxThreads(64)
                .stopTimeout(2_000)
                .build();
        server.start();
    }

    @Override
    public void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }
}
