package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import java.util.regex.Pattern;

/** How an account is called. It is also a user name and a folder name, so it must be a harmless one. */
public record Login(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9._-]{0,31}");

    public Login {
        if (!isOne(text)) {
            throw Failure.invalid("login", "1 to 32 characters a-z 0-9 . _ -, the first one a letter or _");
        }
    }

    /** Whether an account can be called so. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Reads a path parameter. */
    public static Login fromString(String text) {
        return new Login(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
