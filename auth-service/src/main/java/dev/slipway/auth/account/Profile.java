package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import java.util.List;

/**
 * What an account says of itself, and may change itself.
 *
 * @param displayName how people call it, empty for as the login; at most 80 characters in one line
 * @param publicKeys its SSH public keys, one line each, at most 50
 */
public record Profile(String displayName, Email email, List<String> publicKeys) {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_KEYS = 50;

    public Profile {
        if (displayName.length() > LONGEST_NAME
                || displayName.chars().anyMatch(Character::isISOControl)
                || !displayName.equals(displayName.strip())) {
            throw Failure.invalid("display_name", "at most 80 printable characters, no blanks around them");
        }
        publicKeys = List.copyOf(publicKeys);
        if (publicKeys.size() > MOST_KEYS) {
            throw Failure.invalid("public_keys", "at most " + MOST_KEYS);
        }
        publicKeys.forEach(SshKey::check);
    }

    /** Nothing said but an address. */
    public static Profile of(Email email) {
        return new Profile("", email, List.of());
    }

    /** Called so; the rest as it is. */
    public Profile withDisplayName(String name) {
        return new Profile(name, email, publicKeys);
    }

    /** Written to there; the rest as it is. */
    public Profile withEmail(Email address) {
        return new Profile(displayName, address, publicKeys);
    }

    /** Let in with these keys; the rest as it is. */
    public Profile withPublicKeys(List<String> keys) {
        return new Profile(displayName, email, keys);
    }
}
