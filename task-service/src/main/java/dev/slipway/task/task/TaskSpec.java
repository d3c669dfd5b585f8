package dev.slipway.task.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What somebody asked for. It never changes.
 *
 * @param project the project it is counted on
 * @param image the image's name as the engine knows it
 * @param script the text of the script, byte for byte
 * @param root whether it runs as root
 * @param network whether it asked for a network; kept for its reader only
 * @param uris written one per line beside the script
 * @param failurePolicy restarts it asked for after failures of the system
 * @param executor the name of the executor that runs it
 * @param mail whether its owner wants mail about it
 * @param needs what only some tasks ask for
 */
public record TaskSpec(
        String name,
        String description,
        List<String> tags,
        String project,
        String image,
        String script,
        boolean root,
        boolean network,
        Demand demand,
        List<Volume> volumes,
        List<String> uris,
        OptionalInt failurePolicy,
        String executor,
        boolean mail,
        Needs needs) {
    public TaskSpec {
        tags = List.copyOf(tags);
        volumes = List.copyOf(volumes);
        uris = List.copyOf(uris);
        // Tasks of earlier versions do not have any.
        needs = needs == null ? Needs.NONE : needs;
    }

    /** A task that asks for nothing special. */
    public TaskSpec(
            String name,
            String description,
            List<String> tags,
            String project,
            String image,
            String script,
            boolean root,
            boolean network,
            Demand demand,
            List<Volume> volumes,
            List<String> uris,
            OptionalInt failurePolicy,
            String executor,
            boolean mail) {
        this(
                name,
                description,
                tags,
                project,
                image,
                script,
                root,
                network,
                demand,
                volumes,
                uris,
                failurePolicy,
                executor,
                mail,
                Needs.NONE);
    }

    /** What a child of this array asks for. */
    TaskSpec ofChild() {
        return with(volumes, needs.ofChild());
    }

    TaskSpec with(List<Volume> resolved) {
        return with(resolved, needs);
    }

    /** The same with other needs. */
    public TaskSpec with(Needs other) {
        return with(volumes, other);
    }

    private TaskSpec with(List<Volume> resolved, Needs other) {
        return new TaskSpec(
                name,
                description,
                tags,
                project,
                image,
                script,
                root,
                network,
                demand,
                resolved,
                uris,
                failurePolicy,
                executor,
                mail,
                other);
    }

    /** The volume of this name, if the task has it. */
    public Optional<Volume> volume(String volume) {
        return volumes.stream().filter(it -> it.name().equals(volume)).findFirst();
    }
}
