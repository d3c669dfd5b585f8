package dev.slipway.task.task;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What else changes while a task goes its way.
 *
 * @param member its place in an array, where it is a child of one
 * @param children how far its children are, where it is an array
 * @param standing what was last asked of it
 * @param cause why its end was asked for; empty for a person's wish
 * @param failures its attempts that ended by a fault of the system
 * @param fields what was changed after its submission
 * @param before its last attempt, while it waits for another one; also where it ended so
 * @param blockedBy how many tasks it waits for
 * @param stopsRepeated how often its node was told once more to end the attempt
 * @param declined its attempts that came too late to their nodes
 */
public record Course(
        Optional<Member> member,
        Optional<Children> children,
        Standing standing,
        String cause,
        Failures failures,
        Map<String, String> fields,
        Optional<Run> before,
        int blockedBy,
        int stopsRepeated,
        int declined) {
    /** A task that just begins. */
    public static final Course NEW = new Course(
            Optional.empty(),
            Optional.empty(),
            Standing.NORMAL,
            "",
            Failures.NONE,
            Map.of(),
            Optional.empty(),
            0,
            0,
            0);

    public Course {
        fields = Map.copyOf(fields);
    }

    /** The place of a child. */
    public record Member(TaskId array, int index) {}

    /**
     * How far the children of an array are.
     *
     * @param begun those that were placed or touched one by one
     * @param over those that have ended
     * @param since when the first was placed
     * @param directory the array's job directory on a node; empty until a child has told its own
     */
    public record Children(int begun, int over, Optional<Instant> since, String directory) {
        static final Children NONE = new Children(0, 0, Optional.empty(), "");
    }

    Course with(Standing next) {
        return new Course(member, children, next, cause, failures, fields, before, blockedBy, stopsRepeated, declined);
    }

    Course endedFor(String why) {
        return new Course(
                member, children, Standing.NORMAL, why, failures, fields, before, blockedBy, stopsRepeated, declined);
    }

    Course with(Children next) {
        return new Course(
                member,
                Optional.of(next),
                standing,
                cause,
                failures,
                fields,
                before,
                blockedBy,
                stopsRepeated,
                declined);
    }

    Course blockedBy(int parents) {
        return new Course(
                member, children, standing, cause, failures, fields, before, parents, stopsRepeated, declined);
    }

    Course with(Map<String, String> changed) {
        return new Course(
                member, children, standing, cause, failures, changed, before, blockedBy, stopsRepeated, declined);
    }

    /** Its node was told once more to end the attempt. */
    Course stoppedAgain() {
        return new Course(
                member, children, standing, cause, failures, fields, before, blockedBy, stopsRepeated + 1, declined);
    }

    /** It waits again after an attempt. */
    Course again(Run last, Failures all) {
        return new Course(
                member, children, Standing.RESCHEDULED, "", all, fields, Optional.of(last), blockedBy, 0, declined);
    }

    /** It waits again after one that came too late to its node. */
    Course declinedBy(Run last) {
        var next = again(last, failures);
        return new Course(
                member, children, next.standing, "", failures, fields, next.before, blockedBy, 0, declined + 1);
    }
}
