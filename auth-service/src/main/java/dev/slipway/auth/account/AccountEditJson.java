package dev.slipway.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of an account in our own API; what is absent stays as it is. */
@Schema(name = "AccountEdit")
record AccountEditJson(
        @Schema(description = "Empty for none", examples = "alice@example.org") @Nullable
        String email,

        @Schema(description = "At most 80 characters") @JsonProperty("display_name") @Nullable
        String displayName,

        @Schema(description = "All of them: lines as in authorized_keys, at most 50")
        @JsonProperty("public_keys")
        @Nullable
        List<String> publicKeys,

        @Schema(description = "For administrators: absolute path on the nodes; files are not moved") @Nullable
        String home,

        @Schema(description = "For administrators", minimum = "0", maximum = "100") @Nullable
        Integer priority,

        @Schema(description = "For administrators") @Nullable
        LimitsJson limits,

        @Schema(description = "For administrators; the last active one stays one") @Nullable
        Boolean admin) {

    static AccountEdit toEdit(@Nullable AccountEditJson wire) {
        if (wire == null) {
            throw Failure.invalid("body", "missing");
        }
        return new AccountEdit(wire::over, wire::over, Optional.ofNullable(wire.home));
    }

    private Profile over(Profile now) {
        return new Profile(
                displayName == null ? now.displayName() : displayName,
                email == null ? now.email() : new Email(email),
                publicKeys == null ? now.publicKeys() : noNulls(publicKeys));
    }

    private Rights over(Rights now) {
        var rights = admin == null ? now : now.withAdmin(admin);
        rights = priority == null ? rights : rights.withPriority(priority);
        return limits == null ? rights : rights.withLimits(limits.over(now.limits()));
    }

    static List<String> noNulls(List<@Nullable String> keys) {
        if (keys.stream().anyMatch(Objects::isNull)) {
            throw Failure.invalid("public_keys", "null is no key");
        }
        return List.copyOf(keys);
    }
}
