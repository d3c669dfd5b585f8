package dev.slipway.task.schedule;

import dev.slipway.task.plan.Counted;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Size;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was used within the window, by owner and by project. */
record Used(Map<String, Usage> owners, Map<String, Usage> projects) {
    static final Used NOTHING = new Used(Map.of(), Map.of());

    Usage ofOwner(String login) {
        return owners.getOrDefault(login, Usage.NONE);
    }

    /** What these asked for and are counted with is held now: it counts with what is held, and not twice. */
    Used without(List<Task> started, Counted counted) {
        var ofOwners = new HashMap<>(owners);
        var ofProjects = new HashMap<>(projects);
        for (var task : started) {
            var shape = task.shape();
            var id = task.id().number();
            ofOwners.computeIfPresent(shape.owner(), (_, it) -> less(it, shape, counted.more(id, shape)));
            ofProjects.computeIfPresent(shape.project(), (_, it) -> less(it, shape, counted.moreOfProject(id, shape)));
        }
        return new Used(ofOwners, ofProjects);
    }

    private static Usage less(Usage used, Shape shape, Size more) {
        return used.plus(more.minus(shape.size()), 0);
    }

    Usage ofProject(String project) {
        return projects.getOrDefault(project, Usage.NONE);
    }
}
