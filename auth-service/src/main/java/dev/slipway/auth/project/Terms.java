package dev.slipway.auth.project;

import dev.slipway.auth.account.Shares;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What a project is, but for its name and its members.
 *
 * @param owner the login of who may change it; empty for none but administrators
 * @param priority 0 to 100
 * @param volumes at most 50, each name once
 */
public record Terms(String description, String owner, int priority, Limits limits, List<Volume> volumes) {
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int MOST_VOLUMES = 50;

    /** Nobody's, with the middle priority and without limits. */
    public static final Terms NONE = new Terms("", "", Shares.MIDDLE, Limits.NONE, List.of());

    public Terms {
        if (description.length() > LONGEST_DESCRIPTION || description.indexOf('\0') >= 0) {
            throw Failure.invalid("description", "at most %d characters".formatted(LONGEST_DESCRIPTION));
        }
        Shares.checkPriority(priority);
        Shares.checkLimits(limits);
        volumes = List.copyOf(volumes);
        if (volumes.size() > MOST_VOLUMES
                || volumes.stream().map(Volume::name).distinct().count() < volumes.size()) {
            throw Failure.invalid("volumes", "at most %d, each name once".formatted(MOST_VOLUMES));
        }
    }

    /** The same, changed as {@code edit} says. */
    Terms with(ProjectEdit edit) {
        return new Terms(
                edit.description().orElse(description),
                edit.owner().orElse(owner),
                edit.priority().orElse(priority),
                edit.limits().apply(limits),
                edit.volumes().orElse(volumes));
    }

    /** Whether only an administrator may make these into those. */
    boolean takesAnAdmin(Terms other) {
        return !owner.equals(other.owner) || !volumes.equals(other.volumes);
    }

    Optional<String> ownedBy() {
        return owner.isEmpty() ? Optional.empty() : Optional.of(owner);
    }
}
