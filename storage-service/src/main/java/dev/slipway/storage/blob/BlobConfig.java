package dev.slipway.storage.blob;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;

/** Where the bytes are kept. */
@ConfigMapping(prefix = "slipway.storage.blob")
public interface BlobConfig {
    /** The S3 server; nodes reach it under the same address. */
    URI endpoint();

    String accessKey();

    String secretKey();

    /** Made at the start when it is missing. */
    @WithDefault("slipway")
    String bucket();

    @WithDefault("us-east-1")
    String region();

    /** Some S3 servers refuse checksums they did not ask for. */
    @WithDefault("WHEN_REQUIRED")
    RequestChecksumCalculation requestChecksums();

    /** Whether answers are checked also where the server was not asked for a checksum. */
    @WithDefault("WHEN_REQUIRED")
    ResponseChecksumValidation responseChecksums();

    /** How long an upload address holds. */
    @WithDefault("6h")
    Duration uploadLife();

    /** How long one try of a small call may take. */
    @WithDefault("10s")
    Duration patience();

    /** Downloads and other calls at the same time. */
    @WithDefault("256")
    int connections();
}
