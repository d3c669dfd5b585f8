package dev.slipway.storage.blob;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The client and the presigner, made once from the configuration. */
@ApplicationScoped
class S3Connection {
    private static final int THREADS = 2;
    /** A reader may pause for long: that is back-pressure, not a dead server. Small calls have a limit of their own. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final S3AsyncClient client;
    private final S3Presigner presigner;

    S3Connection(BlobConfig config) {
        var credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(config.accessKey(), config.secretKey()));
        var region = Region.of(config.region());
        this.client = S3AsyncClient.builder()
                .endpointOverride(config.endpoint())
                .region(region)
                .credentialsProvider(credentials)
                .forcePathStyle(true)
                .requestChecksumCalculation(config.requestChecksums())
                .responseChecksumValidation(config.responseChecksums())
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .asyncConfiguration(it -> it.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, (Runnable work) -> work.run()))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(THREADS))
                        .maxConcurrency(config.connections())
                        .connectionTimeout(Duration.ofSeconds(2))
                        .connectionAcquisitionTimeout(config.patience())
                        .readTimeout(LONGEST_PAUSE)
                        .writeTimeout(LONGEST_PAUSE))
                .build();
        this.presigner = S3Presigner.builder()
                .endpointOverride(config.endpoint())
                .region(region)
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    S3AsyncClient client() {
        return client;
    }

    S3Presigner presigner() {
        return presigner;
    }

    @PreDestroy
    void close() {
        client.close();
        presigner.close();
    }
}
