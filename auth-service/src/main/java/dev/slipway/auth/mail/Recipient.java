package dev.slipway.auth.mail;

import dev.slipway.platform.failure.Failure;
import java.util.regex.Pattern;

/** Whom a mail is for. */
public sealed interface Recipient {
    /** Whoever has this login when the mail leaves, at the address the account has then. */
    record Account(String login) implements Recipient {}

    /** A plain address: nothing that could become a second one or a header line. */
    record Address(String text) implements Recipient {
        private static final Pattern FORM =
                Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,187}[A-Za-z0-9])?");

        public Address {
            if (!FORM.matcher(text).matches()) {
                throw Failure.invalid("email", "not an address like name@example.org");
            }
        }
    }

    /** An address when it looks like one, else a login. */
    static Recipient of(String text) {
        return text.indexOf('@') >= 0 ? new Address(text) : new Account(text);
    }
}
