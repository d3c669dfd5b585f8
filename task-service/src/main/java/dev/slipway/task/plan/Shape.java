package dev.slipway.task.plan;

import java.util.List;

/**
 * All that the scheduler knows of a task but its number and its age. Tasks of one shape stand in one line: what holds for the
 * first of them holds for all.
 *
 * @param labels {@code name==value} that its node must have, sorted
 * @param lifeMillis it runs no longer than this; 0 when nobody knows
 */
public record Shape(String owner, String project, Size size, List<String> labels, long lifeMillis) {
    public Shape {
        labels = List.copyOf(labels);
    }
}
