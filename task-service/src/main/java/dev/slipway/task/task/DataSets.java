package dev.slipway.task.task;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Folders of the nodes that hold data for many to read, by name: until storage-service has a register of them, as configured. */
@ApplicationScoped
class DataSets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Map<String, DataSet> known = new TreeMap<>();

    private record DataSet(Volume volume, List<String> projects) {}

    /** Fails at the start of the service for what could not be mounted later. */
    DataSets(TaskConfig config) {
        config.data().forEach((name, it) -> {
            var path = Path.of(it.path());
            if (!NAME.matcher(name).matches() || name.equals(Volume.HOME)) {
                throw new IllegalArgumentException("slipway.task.data: not a name: " + name);
            }
            if (!path.isAbsolute() || !path.equals(path.normalize())) {
                throw new IllegalArgumentException(
                        "slipway.task.data.%s.path: not a plain absolute path".formatted(name));
            }
            var volume = new Volume(name, path.toString(), Volume.mountOfData(name), true);
            known.put(name, new DataSet(volume, it.projects().orElse(List.of())));
        });
    }

    /** Those that everybody may read. */
    List<Volume> everybodys() {
        return known.values().stream()
                .filter(it -> it.projects().isEmpty())
                .map(DataSet::volume)
                .toList();
    }

    /** The data set, if there is one and it is for everybody, for one of these projects, or an administrator asks. */
    Optional<Volume> find(String name, Set<String> projects, boolean admin) {
        return Optional.ofNullable(known.get(name))
                .filter(it -> admin
                        || it.projects().isEmpty()
                        || it.projects().stream().anyMatch(projects::contains))
                .map(DataSet::volume);
    }
}
