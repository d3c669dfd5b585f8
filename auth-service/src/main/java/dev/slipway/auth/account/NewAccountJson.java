package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account to be made, in our own API. */
@Schema(name = "NewAccount", requiredProperties = "login")
record NewAccountJson(
        @Schema(pattern = "[a-z_][a-z0-9_-]{0,31}", examples = "alice") @Nullable
        String login,

        @Schema(examples = "alice@example.org") @Nullable String email,

        @Schema(
                description = "1000 or more and nobody else's; the next free one from 20001 when absent",
                minimum = "1000")
        @Nullable
        Integer uid,

        @Schema(description = "1000 or more and nobody else's; the uid when absent and free", minimum = "1000")
        @Nullable
        Integer gid,

        @Schema(description = "Absolute path on the nodes; below the folder of homes when absent") @Nullable
        String home,

        @Schema(description = "Whether it may administer the suite", defaultValue = "false") @Nullable
        Boolean admin) {

    static NewAccount toNewAccount(@Nullable NewAccountJson wire) {
        if (wire == null) {
            throw Failure.invalid("body", "missing");
        }
        if (wire.login == null) {
            throw Failure.invalid("login", "missing");
        }
        return new NewAccount(
                new Login(wire.login),
                wire.email == null ? Email.NONE : new Email(wire.email),
                Optional.ofNullable(wire.uid),
                Optional.ofNullable(wire.gid),
                Optional.ofNullable(wire.home),
                Boolean.TRUE.equals(wire.admin));
    }
}
