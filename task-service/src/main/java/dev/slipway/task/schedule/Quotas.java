package dev.slipway.task.schedule;

import dev.slipway.task.plan.Counted;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Standing;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Outcome.Forbidden;
import dev.slipway.task.task.Outcome.Refused;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.usage.UsageWindows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who may run, at all and by their quotas, in the transaction that places. What ended attempts used is in the ledger, what live ones hold is
 * in their rows, an end moves it from one to the other in one transaction, and one statement reads both; only the leader places. So the
 * sums are right whatever happens beside, and a quota is never overrun: but that of the disk, for what files will take nobody knows before.
 */
@ApplicationScoped
class Quotas {
    /** GO-Docker's word for it. */
    private static final Outcome NOT_AUTHORIZED = new Forbidden("Not authorized");

    private final UsageWindows windows;
    private final Rights rights;

    Quotas(UsageWindows windows, Rights rights) {
        this.windows = windows;
        this.rights = rights;
    }

    /** Joins the caller's transaction. Those of these, in their order, that may not run, and why. */
    Uni<Map<TaskId, Outcome>> refused(Map<TaskId, Shape> all, Instant now) {
        var forbidden = new LinkedHashMap<TaskId, Outcome>();
        var wanted = new LinkedHashMap<>(all);
        all.forEach((id, shape) -> {
            if (!rights.mayRun(shape.owner(), shape.project())) {
                forbidden.put(id, NOT_AUTHORIZED);
                wanted.remove(id);
            }
        });
        return overQuota(wanted, now).map(refused -> {
            forbidden.putAll(refused);
            return forbidden;
        });
    }

    /** The same, of those who may run anything at all. */
    Uni<Map<TaskId, Outcome>> overQuota(Map<TaskId, Shape> wanted, Instant now) {
        var owners = new HashSet<String>();
        var projects = new HashSet<String>();
        for (var shape : wanted.values()) {
            if (rights.ofUser(shape.owner()).isLimited()) {
                owners.add(shape.owner());
            }
            if (rights.ofProject(shape.project()).isLimited()) {
                projects.add(shape.project());
            }
        }
        return owners.isEmpty() && projects.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : windows.withLive(
                                owners,
                                projects,
                                wanted.keySet().stream().map(TaskId::number).toList(),
                                now)
                        .map(window -> refused(
                                wanted,
                                owners,
                                projects,
                                Windows.used(window, owners, projects),
                                Windows.counted(window),
                                rights));
    }

    /** The same, by what these owners and projects used and hold; the others are not limited. What is counted asks for no more. */
    static Map<TaskId, Outcome> refused(
            Map<TaskId, Shape> wanted,
            Set<String> owners,
            Set<String> projects,
            Used used,
            Counted counted,
            Rights rights) {
        var users = new HashMap<String, Standing>();
        owners.forEach(it -> users.put(it, standing(rights.ofUser(it), used.ofOwner(it))));
        var groups = new HashMap<String, Standing>();
        projects.forEach(it -> groups.put(it, standing(rights.ofProject(it), used.ofProject(it))));
        return judge(wanted, counted, new Standings(users, groups));
    }

    private static Standing standing(Rights.Right right, Usage used) {
        return new Standing(used, right.priority(), right.limits());
    }

    private static Map<TaskId, Outcome> judge(Map<TaskId, Shape> wanted, Counted counted, Standings standings) {
        var refused = new LinkedHashMap<TaskId, Outcome>();
        wanted.forEach((id, shape) -> {
            var more = counted.more(id.number(), shape);
            var moreOfProject = counted.moreOfProject(id.number(), shape);
            var user = standings
                    .users
                    .getOrDefault(shape.owner(), Standing.UNKNOWN)
                    .refusal(more);
            var project = standings
                    .projects
                    .getOrDefault(shape.project(), Standing.UNKNOWN)
                    .refusal(moreOfProject);
            if (user.isPresent()) {
                refused.put(id, new Refused("The quota of user %s: %s".formatted(shape.owner(), user.get())));
            } else if (project.isPresent()) {
                refused.put(id, new Refused("The quota of project %s: %s".formatted(shape.project(), project.get())));
            } else {
                standings.users.computeIfPresent(shape.owner(), (_, it) -> it.charged(more));
                standings.projects.computeIfPresent(shape.project(), (_, it) -> it.charged(moreOfProject));
            }
        });
        return refused;
    }

    private record Standings(Map<String, Standing> users, Map<String, Standing> projects) {}
}
