package dev.slipway.storage.log;

import dev.slipway.platform.failure.Failure;

/** Numbers in requests. */
final class Offset {
    /** What sixteen digits hold. */
    private static final long MOST = 9_999_999_999_999_999L;

    private Offset() {}

    /** Reads an offset; INVALID, naming the field, for anything else. */
    static long of(String field, String text) {
        return of(field, text, MOST);
    }

    static long of(String field, String text, long most) {
        try {
            var number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Failure.invalid(field, "not a number");
        }
        throw Failure.invalid(field, "not from 0 to " + most);
    }
}
