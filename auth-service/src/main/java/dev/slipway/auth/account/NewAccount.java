package dev.slipway.auth.account;

import java.util.Optional;

/** What an administrator says of an account to be made; what is not said is chosen. */
public record NewAccount(
        Login login,
        Profile profile,
        Optional<Integer> uid,
        Optional<Integer> gid,
        Optional<String> home,
        Rights rights) {
    /** Everything chosen but the name. */
    public static NewAccount called(Login login) {
        return new NewAccount(
                login,
                Profile.of(Email.NONE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rights.initial(false));
    }
}
