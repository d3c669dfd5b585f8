package dev.slipway.node.engine;

import java.util.List;
import java.util.Map;

/**
 * One more process in a running container.
 *
 * @param user {@code uid:gid}
 * @param environment set beside that of the container
 * @param terminal whether it has one; its two streams are one then
 */
public record ExecPlan(
        List<String> command, String user, String workingDirectory, Map<String, String> environment, boolean terminal) {
    public ExecPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
