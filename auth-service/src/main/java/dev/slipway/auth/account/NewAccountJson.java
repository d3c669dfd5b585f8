package dev.slipway.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.failure.Failure;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account to be made, in our own API. */
@Schema(name = "NewAccount", requiredProperties = "login")
record NewAccountJson(
        @Schema(pattern = "[a-z_][a-z0-9._-]{0,31}", examples = "alice") @Nullable
        String login,

        @Schema(examples = "alice@example.org") @Nullable String email,

        @Schema(description = "At most 80 characters", examples = "Alice A.") @JsonProperty("display_name") @Nullable
        String displayName,

        @Schema(description = "Lines as in authorized_keys, at most 50") @JsonProperty("public_keys") @Nullable
        List<String> publicKeys,

        @Schema(
                description = "1000 or more and never anybody else's; the next free one of the range when absent",
                minimum = "1000")
        @Nullable
        Integer uid,

        @Schema(description = "1000 or more and never anybody else's; the uid when absent and free", minimum = "1000")
        @Nullable
        Integer gid,

        @Schema(description = "Absolute path on the nodes; below the folder of homes when absent") @Nullable
        String home,

        @Schema(description = "Whether it may administer the suite", defaultValue = "false") @Nullable
        Boolean admin,

        @Schema(minimum = "0", maximum = "100", defaultValue = "50") @Nullable
        Integer priority,

        @Nullable LimitsJson limits,

        @Schema(description = "Only for registering oneself: 12 to 128 characters, not a common one", writeOnly = true)
        @Nullable
        String password) {

    static NewAccount toNewAccount(@Nullable NewAccountJson wire) {
        var given = require(wire);
        return new NewAccount(
                given.toLogin(),
                given.toProfile(),
                Optional.ofNullable(given.uid),
                Optional.ofNullable(given.gid),
                Optional.ofNullable(given.home),
                given.toRights());
    }

    static NewAccountJson require(@Nullable NewAccountJson wire) {
        if (wire == null) {
            throw Failure.invalid("body", "missing");
        }
        return wire;
    }

    Login toLogin() {
        if (login == null) {
            throw Failure.invalid("login", "missing");
        }
        return new Login(login);
    }

    Profile toProfile() {
        return new Profile(
                displayName == null ? "" : displayName,
                email == null ? Email.NONE : new Email(email),
                publicKeys == null ? List.of() : AccountEditJson.noNulls(publicKeys));
    }

    String toPassword() {
        if (password == null) {
            throw Failure.invalid("password", "missing");
        }
        return password;
    }

    /** Never the password: this is what would end up in a log. */
    @Override
    public String toString() {
        return "NewAccountJson[" + login + "]";
    }

    private Rights toRights() {
        var rights = Rights.initial(Boolean.TRUE.equals(admin));
        rights = priority == null ? rights : rights.withPriority(priority);
        return limits == null ? rights : rights.withLimits(limits.over(Limits.NONE));
    }
}
