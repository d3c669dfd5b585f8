package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What of a task may be changed after its submission, and by whom. */
@ApplicationScoped
class DynamicFields {
    private final TaskConfig config;

    DynamicFields(TaskConfig config) {
        this.config = config;
    }

    /**
     * Goes on only for a field and a value that this caller may give.
     *
     * @throws Failure INVALID or FORBIDDEN otherwise
     */
    void mustBeAllowed(String name, String value, Caller caller) {
        if (!config.dynamicFields().contains(name)) {
            throw Failure.invalid("fields", "%s is no field that can be changed".formatted(name));
        }
        if (config.adminFields().orElse(List.of()).contains(name)) {
            caller.mustBeAdmin();
        }
        if (name.equals(LifeSpan.FIELD) && LifeSpan.parse(value).isEmpty()) {
            throw Failure.invalid("fields." + name, LifeSpan.WANTED);
        }
    }
}
