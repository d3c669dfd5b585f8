package dev.slipway.platform.identity;

import java.util.Locale;
import java.util.Optional;

/** How much of what its account may do a token may do. */
public enum Scope {
    /** Looks at things, and changes nothing. */
    READ,
    /** Also gives tasks in and cancels its account's own. */
    SUBMIT,
    /** Everything. */
    ALL;

    /** The scope called so; empty for any other text. */
    public static Optional<Scope> of(String text) {
        return switch (text) {
            case "read" -> Optional.of(READ);
            case "submit" -> Optional.of(SUBMIT);
            case "all" -> Optional.of(ALL);
            default -> Optional.empty();
        };
    }

    /** Its name on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
