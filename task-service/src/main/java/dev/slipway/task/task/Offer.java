package dev.slipway.task.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a task may ask for by name.
 *
 * @param executors the first is meant when it names none
 * @param labels the values of each label
 * @param dynamicFields fields that may be given and changed
 * @param cpus processors of a task that does not say
 * @param ramGb its memory
 */
public record Offer(
        List<String> executors, Map<String, List<String>> labels, List<String> dynamicFields, int cpus, int ramGb) {
    public Offer {
        if (cpus < 1 || ramGb < 1) {
            throw new IllegalArgumentException("A task has at least one processor and one gigabyte");
        }
    }

    /** What is configured. */
    public static Offer of(TaskConfig config) {
        var labels = new LinkedHashMap<String, List<String>>();
        config.constraints()
                .forEach((name, values) -> labels.put(
                        name,
                        Stream.of(values.split(","))
                                .map(String::strip)
                                .filter(it -> !it.isEmpty())
                                .toList()));
        return new Offer(
                config.executors(), labels, config.dynamicFields(), config.defaultCpus(), config.defaultRamGb());
    }

    /** Whether {@code name==value} is one of them. */
    public boolean hasLabel(String label) {
        var parts = label.split("==", 2);
        return parts.length == 2 && labels.getOrDefault(parts[0], List.of()).contains(parts[1]);
    }
}
