package dev.slipway.task.task;

import java.util.List;

/**
 * The account a task belongs to and with whose rights it runs, as it was at submission.
 *
 * @param email empty when none is known
 */
public record Account(String login, int uid, int gid, List<Integer> groups, String email) {
    public Account {
        groups = List.copyOf(groups);
    }
}
