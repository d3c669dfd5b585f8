package dev.slipway.platform.identity;

import io.smallrye.config.ConfigMapping;

/** Where the services are and what they know each other by. */
@ConfigMapping(prefix = "slipway.service")
public interface ServiceConfig {
    /** The secret all services of one suite share; it buys a service token from auth-service, and nothing else. */
    String secret();

    String authUrl();

    String taskUrl();

    String runnerUrl();

    String nodeUrl();

    String storageUrl();

    String gatewayUrl();
}
