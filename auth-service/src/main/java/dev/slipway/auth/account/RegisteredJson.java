package dev.slipway.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What somebody who asked for an account is told: what they said, and that it waits. */
@Schema(name = "RegisteredAccount")
record RegisteredJson(
        String login,
        String email,
        @JsonProperty("display_name") String displayName,

        @Schema(enumeration = {"pending"}) String state) {

    static RegisteredJson of(Login login, Profile profile) {
        return new RegisteredJson(
                login.text(), profile.email().text(), profile.displayName(), AccountState.PENDING.word());
    }
}
