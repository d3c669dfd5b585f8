package dev.slipway.auth.project;

import dev.slipway.auth.account.Account;
import dev.slipway.platform.failure.Failure;
import java.util.regex.Pattern;

/** How a project is called. */
public record ProjectId(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** The project of everybody. */
    public static final ProjectId DEFAULT = new ProjectId(Account.DEFAULT_PROJECT);

    public ProjectId {
        if (!isOne(text)) {
            throw Failure.invalid("id", "1 to 64 characters A-Z a-z 0-9 . _ -, the first one a letter or digit");
        }
    }

    /** Whether a project can be called so. */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** Reads a path parameter. */
    public static ProjectId fromString(String text) {
        return new ProjectId(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
