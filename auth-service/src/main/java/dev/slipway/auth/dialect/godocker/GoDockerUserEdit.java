package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What of a user document is read when it is sent back; null and absent members stay as they are, all others too. */
@Schema(name = "GoDockerUserEdit")
record GoDockerUserEdit(
        @Nullable String email,
        @Nullable Credentials credentials,
        @Nullable Usage usage) {

    @Schema(name = "GoDockerCredentialsEdit")
    record Credentials(
            @Schema(description = "SSH public keys, one a line") @JsonProperty("public") @Nullable
            String publicKey) {}

    /** For administrators; anybody else's is not looked at. */
    @Schema(name = "GoDockerUserUsageEdit", description = "Changes only when an administrator asks")
    record Usage(
            @Nullable Integer prio,
            @JsonProperty("quota_time") @Nullable Long quotaTime,
            @JsonProperty("quota_cpu") @Nullable Long quotaCpu,
            @JsonProperty("quota_ram") @Nullable Long quotaRam,
            @JsonProperty("quota_gpu") @Nullable Long quotaGpu) {}

    /** Whether a guest may use the suite. */
    @Schema(
            name = "GoDockerGuestStatus",
            requiredProperties = {"id", "active"})
    record GuestStatus(
            @Schema(description = "The guest's login") @Nullable
            String id,

            @Nullable Boolean active) {}
}
