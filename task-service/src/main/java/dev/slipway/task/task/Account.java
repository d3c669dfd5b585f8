package dev.slipway.task.task;

import dev.slipway.platform.contract.Limits;
import java.util.List;
import java.util.Optional;

/**
 * The account a task belongs to and with whose rights it runs, as it was at submission.
 *
 * @param email empty when none is known
 * @param limits its quota then, where it had one
 * @param projectLimits that of the project the task is on
 */
public record Account(
        String login,
        int uid,
        int gid,
        List<Integer> groups,
        String email,
        Optional<Limits> limits,
        Optional<Limits> projectLimits) {
    public Account {
        groups = List.copyOf(groups);
        // What was stored before these were kept.
        limits = limits == null ? Optional.empty() : limits;
        projectLimits = projectLimits == null ? Optional.empty() : projectLimits;
    }

    /** One without a quota. */
    public Account(String login, int uid, int gid, List<Integer> groups, String email) {
        this(login, uid, gid, groups, email, Optional.empty(), Optional.empty());
    }
}
