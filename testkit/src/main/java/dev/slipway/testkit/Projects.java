package dev.slipway.testkit;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.ProjectEvent;
import java.time.Instant;
import java.util.List;

/** Tells a service under test of projects, as auth-service would. */
public final class Projects {
    private Projects() {}

    /** A project without limits or volumes, of priority 50. */
    public static void announce(String project, String owner, String... members) {
        announce(project, owner, List.of(members), 50, Limits.NONE, 1);
    }

    /** The same with all that is counted; a later word needs a higher version. */
    public static void announce(
            String project, String owner, List<String> members, int priority, Limits limits, long version) {
        Kafka.publish(new ProjectEvent.Changed(
                project, "", owner, members, priority, limits, List.of(), version, Instant.now()));
    }

    /** It is gone. */
    public static void remove(String project, long version) {
        Kafka.publish(new ProjectEvent.Deleted(project, version, Instant.now()));
    }
}
