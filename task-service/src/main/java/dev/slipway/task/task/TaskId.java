package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;

/** The number of a task. Later submissions have higher ones; numbers are never used again. */
public record TaskId(long number) implements Comparable<TaskId> {
    /**
     * The id in a path.
     *
     * @throws Failure INVALID when it is not a number
     */
    public static TaskId fromString(String text) {
        try {
            return new TaskId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw Failure.invalid("id", "not a number");
        }
    }

    @Override
    public int compareTo(TaskId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
