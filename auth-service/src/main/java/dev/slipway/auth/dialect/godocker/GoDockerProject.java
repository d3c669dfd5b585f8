package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The project document, as answered (everything is there) and as sent (what is null or absent stays as it is). */
@Schema(name = "GoDockerProject")
record GoDockerProject(
        @Nullable String id,
        @Nullable String description,
        @Nullable String owner,

        @Schema(minimum = "0", maximum = "100") @Nullable Integer prio,

        @Schema(description = "Logins") @Nullable List<@Nullable String> members,

        @Schema(description = "Seconds; 0 is no limit") @JsonProperty("quota_time") @Nullable
        Long quotaTime,

        @JsonProperty("quota_cpu") @Nullable Long quotaCpu,
        @JsonProperty("quota_ram") @Nullable Long quotaRam,
        @JsonProperty("quota_gpu") @Nullable Long quotaGpu,
        @Nullable List<@Nullable Volume> volumes) {

    @Schema(name = "GoDockerProjectVolume")
    record Volume(
            @Nullable String name,
            @Nullable String path,

            @Schema(description = "As `path` when null") @Nullable
            String mount,

            @Schema(enumeration = {"ro", "rw"}) @Nullable String acl) {}
}
