package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;

/** The number of a task. */
public record TaskId(long number) {
    private static final int MOST_DIGITS = 18;

    /** Reads a path parameter; INVALID, naming {@code id}, for anything that is not a number. */
    public static TaskId of(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(it -> it >= '0' && it <= '9')) {
            throw Failure.invalid("id", "not the number of a task");
        }
        return new TaskId(Long.parseLong(text));
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
