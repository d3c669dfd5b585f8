package dev.slipway.task.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a decision is made from.
 *
 * @param users by login, all owners of waiting tasks that anything is known of
 * @param projects by id
 * @param running live attempts by owner
 * @param nodes those that take work
 * @param claims of the pass before
 * @param doubted shapes that a quota refused by this picture and not by the store's: they are placed, and the store judges
 * @param counted waiting tasks that quotas count already
 * @param now milliseconds of the epoch
 */
public record Situation(
        Queue queue,
        Map<String, Standing> users,
        Map<String, Standing> projects,
        Map<String, Integer> running,
        List<Node> nodes,
        List<Claim> claims,
        Set<Shape> doubted,
        Counted counted,
        long now) {
    /** One in which the store has contradicted nothing, and no task has run before. */
    public Situation(
            Queue queue,
            Map<String, Standing> users,
            Map<String, Standing> projects,
            Map<String, Integer> running,
            List<Node> nodes,
            List<Claim> claims,
            long now) {
        this(queue, users, projects, running, nodes, claims, Set.of(), Counted.NONE, now);
    }

    Standing user(String login) {
        return users.getOrDefault(login, Standing.UNKNOWN);
    }

    Standing project(String id) {
        return projects.getOrDefault(id, Standing.UNKNOWN);
    }
}
