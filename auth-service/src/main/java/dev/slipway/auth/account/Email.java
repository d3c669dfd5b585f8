package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import java.util.regex.Pattern;

/** Where an account gets mail; empty for none. Only its form is checked: nothing that could become a header line. */
public record Email(String text) {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,187}[A-Za-z0-9])?");

    /** An account without mail. */
    public static final Email NONE = new Email("");

    public Email {
        if (!text.isEmpty() && !FORM.matcher(text).matches()) {
            throw Failure.invalid("email", "not an address like name@example.org");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
