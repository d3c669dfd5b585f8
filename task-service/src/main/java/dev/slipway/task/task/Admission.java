package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Who may ask for what. */
@ApplicationScoped
class Admission {
    private static final String EVERYBODYS = "default";

    private final Images images;
    private final TaskConfig config;

    Admission(Images images, TaskConfig config) {
        this.images = images;
        this.config = config;
    }

    /**
     * Goes on only for a wish that this caller may have; the failure names what is at fault as our own API does.
     *
     * @throws Failure FORBIDDEN, INVALID or TOO_LARGE otherwise
     */
    void mustBeAllowed(Submission wish, Caller caller) {
        SpecSize.mustBeSendable(wish.spec());
        wish.onBehalfOf().ifPresent(login -> {
            if (!login.equals(caller.login()) && !caller.isAdmin()) {
                throw Failure.forbidden("owner: only administrators submit for others");
            }
        });
        var project = wish.spec().project();
        if (!project.equals(EVERYBODYS) && !caller.projects().contains(project) && !caller.isAdmin()) {
            throw Failure.forbidden("project: not a member of " + project);
        }
        if (wish.spec().root() && !config.allowRoot()) {
            throw Failure.forbidden("root: not allowed here");
        }
        images.mustBeAllowed(wish.spec().image(), caller);
        var adminFields = config.adminFields().orElse(List.of());
        wish.spec().needs().fields().keySet().stream()
                .filter(adminFields::contains)
                .findFirst()
                .ifPresent(field -> {
                    if (!caller.isAdmin()) {
                        throw Failure.forbidden("fields.%s: only administrators give it".formatted(field));
                    }
                });
        wish.spec()
                .needs()
                .array()
                .filter(array -> array.size() > config.largestArray())
                .ifPresent(_ -> {
                    throw Failure.invalid("array", "more than %d tasks".formatted(config.largestArray()));
                });
    }
}
