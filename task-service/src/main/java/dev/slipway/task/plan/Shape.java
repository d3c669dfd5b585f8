package dev.slipway.task.plan;

import java.util.List;

/**
 * All that the scheduler knows of a task but its number and its age. Tasks of one shape stand in one line: what holds for the
 * first of them holds for all.
 *
 * @param labels {@code name==value} that its node must have, sorted
 * @param lifeMillis it runs no longer than this; 0 when nobody knows
 * @param failedOn nodes on which attempts of it ended by a fault of the system, sorted: it goes to others where it can
 */
public record Shape(
        String owner, String project, Size size, List<String> labels, long lifeMillis, List<String> failedOn) {
    public Shape {
        labels = List.copyOf(labels);
        failedOn = List.copyOf(failedOn);
    }

    /** One that has not failed anywhere. */
    public Shape(String owner, String project, Size size, List<String> labels, long lifeMillis) {
        this(owner, project, size, labels, lifeMillis, List.of());
    }
}
