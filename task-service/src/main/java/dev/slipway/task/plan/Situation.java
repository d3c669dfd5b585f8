package dev.slipway.task.plan;

import java.util.List;
import java.util.Map;

/**
 * All that a decision is made from.
 *
 * @param users by login, all owners of waiting tasks that anything is known of
 * @param projects by id
 * @param running live attempts by owner
 * @param nodes those that take work
 * @param claims of the pass before
 * @param now milliseconds of the epoch
 */
public record Situation(
        Queue queue,
        Map<String, Standing> users,
        Map<String, Standing> projects,
        Map<String, Integer> running,
        List<Node> nodes,
        List<Claim> claims,
        long now) {
    Standing user(String login) {
        return users.getOrDefault(login, Standing.UNKNOWN);
    }

    Standing project(String id) {
        return projects.getOrDefault(id, Standing.UNKNOWN);
    }
}
