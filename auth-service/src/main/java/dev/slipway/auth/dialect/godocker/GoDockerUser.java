package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The user document. Texts are never null: the command line formats them without looking. */
@Schema(name = "GoDockerUser")
record GoDockerUser(
        String id,
        int uid,
        int gid,
        List<Integer> sgids,
        String email,
        String homeDirectory,
        boolean admin,
        String type,
        @Schema(description = "Epoch seconds") long last,
        Credentials credentials,
        Usage usage) {

    @Schema(name = "GoDockerCredentials")
    record Credentials(
            @Schema(description = "Only in the owner's own answer, empty in all others")
            String apikey,

            @JsonProperty("public") String publicKey,

            @JsonProperty("private") @Schema(description = "Always empty")
            String privateKey) {}

    /** Priority and limits; 0 is no limit. */
    @Schema(name = "GoDockerUserUsage")
    record Usage(
            int prio,
            @JsonProperty("quota_time") long quotaTime,
            @JsonProperty("quota_cpu") long quotaCpu,
            @JsonProperty("quota_ram") long quotaRam,
            @JsonProperty("quota_gpu") long quotaGpu,
            long disk,
            @JsonProperty("guest_home") long guestHome) {}
}
