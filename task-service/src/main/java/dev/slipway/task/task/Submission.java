package dev.slipway.task.task;

import java.util.List;
import java.util.Optional;

/**
 * A wish for a task, checked for form only.
 *
 * @param onBehalfOf the account it is for, where the caller named one
 * @param held whether it waits for its release before the scheduler sees it
 * @param spec all that is asked for but its volumes
 * @param volumes the volumes asked for by name
 */
public record Submission(Optional<String> onBehalfOf, boolean held, TaskSpec spec, List<Wish> volumes) {
    /**
     * A volume asked for.
     *
     * @param required whether there shall be no task where there is no such volume
     * @param dataSet whether only a data set is meant
     */
    public record Wish(String name, boolean readOnly, boolean required, boolean dataSet) {
        /** One the task can do without, or not. */
        public Wish(String name, boolean readOnly, boolean required) {
            this(name, readOnly, required, false);
        }

        /** One the task can do without. */
        public Wish(String name, boolean readOnly) {
            this(name, readOnly, false);
        }

        /** A data set the task cannot do without. */
        public static Wish ofData(String name) {
            return new Wish(name, true, true, true);
        }
    }

    public Submission {
        volumes = List.copyOf(volumes);
    }
}
