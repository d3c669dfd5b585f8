package dev.slipway.task.task;

import dev.slipway.platform.contract.ContainerSpec;
import java.util.Map;
import java.util.Optional;

/**
 * What the process of a task finds beside what every one does.
 *
 * @param script present where the script has a file of its own name
 * @param environment variables it was submitted with; ours come before them
 * @param output whether it has a folder {@code /output} that is kept with its files
 */
public record Outfit(Optional<Script> script, Map<String, String> environment, boolean output) {
    /** Nothing beside. */
    public static final Outfit NONE = new Outfit(Optional.empty(), Map.of(), false);

    public Outfit {
        environment = Map.copyOf(environment);
    }

    /** The script's file in the job directory. */
    public String scriptName() {
        return script.map(Script::name).orElse(ContainerSpec.SCRIPT);
    }
}
