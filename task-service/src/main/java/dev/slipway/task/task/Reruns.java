package dev.slipway.task.task;

import dev.slipway.platform.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Asks for what was asked for before, as a task of the caller: with its rights, its home, its projects. */
@ApplicationScoped
public class Reruns {
    private static final String EVERYBODYS = "default";

    private final Submissions submissions;
    private final DependencyRepository dependencies;
    private final OwnContext context;

    Reruns(Submissions submissions, DependencyRepository dependencies, OwnContext context) {
        this.submissions = submissions;
        this.dependencies = dependencies;
        this.context = context;
    }

    /** What can be asked for again: of a child of an array what it alone asked for. */
    public static TaskSpec wishOf(Task task) {
        return task.course()
                .member()
                .map(it -> task.spec().with(task.spec().needs().alone(it.index())))
                .orElse(task.spec());
    }

    /**
     * A new task. It waits for what the first one waits for; what is over, another's or not there any more is waited for no
     * longer.
     *
     * @param name another name than before
     * @param project another project than before; of one the caller is no member of, the task is counted on none
     */
    public Uni<Task> submit(TaskSpec spec, Optional<String> name, Optional<String> project, Caller caller) {
        return Uni.createFrom()
                .item(() -> changed(spec, name, project, caller))
                .chain(wish -> open(wish.needs().parents(), caller)
                        .map(parents -> wish.with(wish.needs().behind(parents))))
                .chain(wish -> submissions.submit(
                        new Submission(Optional.empty(), false, wish, volumes(spec.volumes())), caller));
    }

    private static TaskSpec changed(TaskSpec spec, Optional<String> name, Optional<String> project, Caller caller) {
        var changed = new HashMap<String, String>();
        name.ifPresent(it -> changed.put("name", Wording.name("name", it)));
        var belongs = caller.isAdmin() || caller.projects().contains(spec.project());
        changed.put(
                "project",
                project.map(it -> Wording.text("project", it)).orElse(belongs ? spec.project() : EVERYBODYS));
        return SpecJson.with(spec, changed);
    }

    private static List<Submission.Wish> volumes(List<Volume> before) {
        return before.stream()
                .map(it ->
                        new Submission.Wish(it.name(), it.readOnly(), !it.name().equals(Volume.HOME)))
                .toList();
    }

    private Uni<List<Long>> open(List<Long> parents, Caller caller) {
        return parents.isEmpty()
                ? Uni.createFrom().item(List.of())
                : context.run(() -> Transactions.run(() -> dependencies.lock(parents)))
                        .map(known -> known.stream()
                                .filter(it -> !it.over() && caller.controls(it.owner()))
                                .map(DependencyRepository.Parent::number)
                                .toList());
    }
}
