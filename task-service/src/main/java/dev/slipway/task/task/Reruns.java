package dev.slipway.task.task;

import dev.slipway.platform.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Optional;

/** Asks for what was asked for before, as a task of the caller: with its rights, its home, its projects. */
@ApplicationScoped
public class Reruns {
    private static final String EVERYBODYS = "default";

    private final Submissions submissions;

    Reruns(Submissions submissions) {
        this.submissions = submissions;
    }

    /**
     * A new task.
     *
     * @param name another name than before
     * @param project another project than before; of one the caller is no member of, the task is counted on none
     */
    public Uni<Task> submit(TaskSpec spec, Optional<String> name, Optional<String> project, Caller caller) {
        var changed = new HashMap<String, String>();
        name.ifPresent(it -> changed.put("name", it));
        var belongs = caller.isAdmin() || caller.projects().contains(spec.project());
        changed.put("project", project.orElse(belongs ? spec.project() : EVERYBODYS));
        var wishes = spec.volumes().stream()
                .map(it ->
                        new Submission.Wish(it.name(), it.readOnly(), !it.name().equals(Volume.HOME)))
                .toList();
        return submissions.submit(
                new Submission(Optional.empty(), false, SpecJson.with(spec, changed), wishes), caller);
    }
}
