package dev.slipway.platform.identity;

import dev.slipway.platform.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may see and steer a task besides its owner: with {@code slipway.share-project-tasks}, every member of its project. The
 * project {@code default} is everybody's and shares nothing.
 */
@ApplicationScoped
public class Sharing {
    private static final String EVERYBODYS = "default";

    private final boolean inProjects;

    Sharing(@ConfigProperty(name = "slipway.share-project-tasks", defaultValue = "false") boolean inProjects) {
        this.inProjects = inProjects;
    }

    /** Whether it may see and steer a task of {@code owner} on {@code project}. */
    public boolean controls(Caller caller, String owner, String project) {
        return caller.controls(owner) || sees(caller, project);
    }

    /** Whether it sees and steers what other members have on {@code project}. */
    public boolean sees(Caller caller, String project) {
        return inProjects && !project.equals(EVERYBODYS) && caller.projects().contains(project);
    }

    /**
     * Goes on only for who may see and steer a task of {@code owner} on {@code project}.
     *
     * @throws Failure FORBIDDEN unless {@link #controls}
     */
    public void mustControl(Caller caller, String owner, String project) {
        if (!controls(caller, owner, project)) {
            throw Failure.forbidden("Not yours");
        }
    }
}
