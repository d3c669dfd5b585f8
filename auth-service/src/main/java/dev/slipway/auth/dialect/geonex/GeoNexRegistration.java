package dev.slipway.auth.dialect.geonex;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.auth.account.Email;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Profile;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who wants an account. */
@Schema(
        name = "GeoNexRegistration",
        requiredProperties = {"user_name", "password", "Display_name", "email"})
record GeoNexRegistration(
        @Schema(description = "3 to 32 characters a-z 0-9 . _ -, the first one a letter or _")
        @JsonProperty("user_name")
        @Nullable
        String userName,

        @Schema(description = "12 to 128 characters, not a common one, without the user name", writeOnly = true)
        @Nullable
        String password,

        @Schema(description = "1 to 80 characters; display_name is read too")
        @JsonProperty("Display_name")
        @JsonAlias("display_name")
        @Nullable
        String displayName,

        @Nullable String email) {
    private static final int SHORTEST = 3;

    Login login() {
        var name = require("user_name", userName);
        if (name.length() < SHORTEST || !Login.isOne(name)) {
            throw Failure.invalid("user_name", "3 to 32 characters a-z 0-9 . _ -, the first one a letter or _");
        }
        return new Login(name);
    }

    String secret() {
        return require("password", password);
    }

    Profile profile() {
        var name = require("Display_name", displayName).strip();
        var address = require("email", email);
        if (name.isEmpty() || address.isEmpty()) {
            throw missing(name.isEmpty() ? "Display_name" : "email");
        }
        return Profile.of(new Email(address)).withDisplayName(name);
    }

    private static String require(String field, @Nullable String value) {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    private static Failure missing(String field) {
        return new Failure(Kind.INVALID, "missing_parameter", field + ": missing");
    }

    /** Never the password: this is what would end up in a log. */
    @Override
    public String toString() {
        return "GeoNexRegistration[" + userName + "]";
    }
}
