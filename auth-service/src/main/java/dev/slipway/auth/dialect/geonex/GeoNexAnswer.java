package dev.slipway.auth.dialect.geonex;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The envelope of a success. Failures get theirs from platform. */
@Schema(name = "GeoNexUsersAnswer")
record GeoNexAnswer(
        @Schema(enumeration = {"success"}) String status,
        @Schema(description = "0") int code,
        String message,
        @JsonProperty("request_id") String requestId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "Of describe-users") @Nullable
        List<User> users,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "Of describe-users") @Nullable
        Integer count,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "Of register-user") @Nullable
        Registered user) {

    static GeoNexAnswer of(List<User> users, String requestId) {
        return new GeoNexAnswer("success", 0, users.size() + " users", requestId, users, users.size(), null);
    }

    static GeoNexAnswer of(Registered user, String requestId) {
        return new GeoNexAnswer(
                "success", 0, "registered; an administrator has to activate it", requestId, null, null, user);
    }

    /** Somebody. No password and no key, ever. */
    @Schema(name = "GeoNexUser")
    record User(
            @JsonProperty("user_name") String userName,
            @JsonProperty("Display_name") String displayNameAsOnceWritten,
            @JsonProperty("display_name") String displayName,
            String email,

            @Schema(enumeration = {"admin", "user", "guest"})
            String role,

            @Schema(enumeration = {"pending", "active", "disabled"})
            String status,

            String created,

            @JsonProperty("last_login") @Schema(description = "Null when it never logged in") @Nullable
            String lastLogin,

            @Schema(description = "Null: runners are counted by describe-runner-containers") @Nullable
            Integer runners,

            List<String> projects) {}

    /** Who has just asked for an account. */
    @Schema(name = "GeoNexRegisteredUser")
    record Registered(
            @JsonProperty("user_name") String userName,
            @JsonProperty("Display_name") String displayNameAsOnceWritten,
            @JsonProperty("display_name") String displayName,
            String email,
            String role,
            String status) {}
}
