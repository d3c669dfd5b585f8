package dev.slipway.auth.account;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is to become of an account.
 *
 * @param profile what it says of itself; for the account itself and for administrators
 * @param rights what it may; a difference is for administrators
 * @param home where its home is from now on; another one is for administrators. Files are not moved.
 */
public record AccountEdit(UnaryOperator<Profile> profile, UnaryOperator<Rights> rights, Optional<String> home) {
    /** Only what an account may change of itself. */
    public static AccountEdit ofProfile(UnaryOperator<Profile> profile) {
        return new AccountEdit(profile, UnaryOperator.identity(), Optional.empty());
    }
}
