package dev.slipway.auth.project;

import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** A changed project and the event that tells it, together in the caller's transaction. */
@ApplicationScoped
class ProjectChanges {
    private static final Logger LOG = Logger.getLogger(ProjectChanges.class);

    private final ProjectRepository repository;
    private final Outbox outbox;

    ProjectChanges(ProjectRepository repository, Outbox outbox) {
        this.repository = repository;
        this.outbox = outbox;
    }

    Uni<Project> insert(Project project) {
        return repository.insert(project).chain(() -> tell(project));
    }

    /** No change, no event. */
    Uni<Project> update(Project before, Project after) {
        return after.equals(before)
                ? Uni.createFrom().item(after)
                : repository.update(after).chain(() -> tell(after));
    }

    Uni<Void> delete(Project project, Instant now) {
        long last = project.version() + 1;
        LOG.infof("project id=%s version=%d state=deleted", project.id(), last);
        return repository
                .delete(project.id(), last)
                .chain(() -> outbox.append(new ProjectEvent.Deleted(project.id().text(), last, now)));
    }

    private Uni<Project> tell(Project project) {
        LOG.infof(
                "project id=%s version=%d members=%d",
                project.id(), project.version(), project.members().size());
        return outbox.append(toEvent(project)).replaceWith(project);
    }

    static ProjectEvent.Changed toEvent(Project project) {
        var terms = project.terms();
        return new ProjectEvent.Changed(
                project.id().text(),
                terms.description(),
                terms.owner(),
                List.copyOf(project.members()),
                terms.priority(),
                terms.limits(),
                terms.volumes().stream()
                        .map(it -> new ProjectEvent.Volume(it.name(), it.path(), it.mount(), it.readOnly()))
                        .toList(),
                project.version(),
                project.changed());
    }
}
