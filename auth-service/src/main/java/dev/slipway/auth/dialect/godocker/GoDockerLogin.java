package dev.slipway.auth.dialect.godocker;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who somebody says to be, and the proof. */
@Schema(
        name = "GoDockerLogin",
        requiredProperties = {"user", "apikey"})
record GoDockerLogin(
        @Schema(examples = "alice") @JsonProperty("user") @Nullable
        String given,

        @JsonProperty("apikey") @Nullable String key) {

    String user() {
        return require("user", given);
    }

    String apikey() {
        return require("apikey", key);
    }

    private static String require(String field, @Nullable String value) {
        if (value == null) {
            throw Failure.invalid(field, "missing");
        }
        return value;
    }

    /** The proof of having given it. */
    @Schema(name = "GoDockerToken")
    record Token(
            @Schema(description = "Send it as `Authorization: Bearer …`; good for 180 days")
            String token) {}
}
