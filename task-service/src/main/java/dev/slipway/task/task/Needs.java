package dev.slipway.task.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What only some tasks ask for. It never changes.
 *
 * @param labels {@code name==value}, which its node must have
 * @param parents tasks that must be over first
 * @param ports ports of the container that are to be reached
 * @param network {@code public}, {@code user} or {@code project}
 * @param tmpStorage size of the storage at {@code /tmp-data}, as it was asked for
 * @param tmpBytes the same in bytes; 0 for none
 * @param interactive whether it stays up after its script, for its owner to log in
 * @param array present where it stands for many
 * @param within the array it is a child of
 * @param fields the dynamic fields it came with
 * @param outfit what its process finds beside what every process does
 */
public record Needs(
        List<String> labels,
        List<Long> parents,
        List<Integer> ports,
        String network,
        Optional<String> tmpStorage,
        long tmpBytes,
        boolean interactive,
        Optional<ArrayRange> array,
        Optional<ArrayRange> within,
        Map<String, String> fields,
        Outfit outfit) {
    /** The port of the container that leads to a shell. */
    public static final int SHELL = 22;
    /** Nothing but a processor and some memory. */
    public static final Needs NONE = new Needs(
            List.of(),
            List.of(),
            List.of(),
            "public",
            Optional.empty(),
            0,
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public Needs {
        labels = List.copyOf(labels);
        parents = List.copyOf(parents);
        ports = List.copyOf(ports);
        fields = Map.copyOf(fields);
        // Tasks of earlier versions do not have any.
        outfit = outfit == null ? Outfit.NONE : outfit;
    }

    /** What asks for no outfit. */
    public Needs(
            List<String> labels,
            List<Long> parents,
            List<Integer> ports,
            String network,
            Optional<String> tmpStorage,
            long tmpBytes,
            boolean interactive,
            Optional<ArrayRange> array,
            Optional<ArrayRange> within,
            Map<String, String> fields) {
        this(labels, parents, ports, network, tmpStorage, tmpBytes, interactive, array, within, fields, Outfit.NONE);
    }

    /** The same with an outfit and other fields. */
    public Needs with(Outfit other, Map<String, String> given) {
        return new Needs(
                labels, parents, ports, network, tmpStorage, tmpBytes, interactive, array, within, given, other);
    }

    /** All ports its node must open, the one to its shell first. */
    public List<Integer> doors() {
        var doors = new java.util.LinkedHashSet<Integer>();
        if (interactive) {
            doors.add(SHELL);
        }
        doors.addAll(ports);
        return List.copyOf(doors);
    }

    /** The same, waiting for other tasks. */
    Needs behind(List<Long> others) {
        return new Needs(
                labels, others, ports, network, tmpStorage, tmpBytes, interactive, array, within, fields, outfit);
    }

    /** What this child of an array asks for as a task of its own: its process finds the same place in an array. */
    Needs alone(int index) {
        var environment = new HashMap<>(outfit.environment());
        within.ifPresent(it -> environment.putAll(it.variables(index)));
        return new Needs(
                labels,
                parents,
                ports,
                network,
                tmpStorage,
                tmpBytes,
                interactive,
                array,
                Optional.empty(),
                fields,
                new Outfit(outfit.script(), environment, outfit.output()));
    }

    Needs ofChild() {
        return new Needs(
                labels,
                parents,
                ports,
                network,
                tmpStorage,
                tmpBytes,
                interactive,
                Optional.empty(),
                array,
                fields,
                outfit);
    }
}
