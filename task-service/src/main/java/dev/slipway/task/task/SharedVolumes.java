package dev.slipway.task.task;

import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.platform.identity.KnownProjects;
import dev.slipway.task.task.Submission.Wish;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Folders of the nodes that many share, by name: data sets, which are only read, volumes as configured, and those of the
 * project a task is for. Of equal names the first in this order counts.
 */
@ApplicationScoped
public class SharedVolumes {
    private static final String LOGIN = "$USERID";
    private static final Set<String> TAKEN = Set.of(Volume.HOME, "go-docker", "god-ftp");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final DataSets data;
    private final KnownProjects projects;
    private final Map<String, Shared> configured = new TreeMap<>();

    private record Shared(Volume volume, List<String> projects) {}

    /**
     * Who asks for a folder.
     *
     * @param login the task's owner
     * @param project what the task is for
     * @param projects all the owner is a member of
     * @param admin whether an administrator asks
     */
    record Asker(String login, String project, Set<String> projects, boolean admin) {}

    /** Fails at the start of the service for what could not be mounted later. */
    SharedVolumes(DataSets data, KnownProjects projects, TaskConfig config) {
        this.data = data;
        this.projects = projects;
        config.volumes().forEach((name, it) -> {
            var mount = it.mount().orElse(it.path());
            if (!NAME.matcher(name).matches()
                    || TAKEN.contains(name)
                    || config.data().containsKey(name)) {
                throw new IllegalArgumentException("slipway.task.volumes: not a name, or taken: " + name);
            }
            if (!isPlain(it.path()) || !isPlain(mount)) {
                throw new IllegalArgumentException(
                        "slipway.task.volumes.%s: not a plain absolute path".formatted(name));
            }
            var volume = new Volume(name, it.path(), mount, !it.writable());
            configured.put(name, new Shared(volume, it.projects().orElse(List.of())));
        });
    }

    private static boolean isPlain(String text) {
        var path = Path.of(text);
        return path.isAbsolute() && path.getNameCount() > 0 && path.normalize().equals(path);
    }

    /** Those that everybody may ask for. */
    public List<Volume> everybodys() {
        var all = new ArrayList<>(data.everybodys());
        configured.values().stream()
                .filter(it -> it.projects().isEmpty())
                .map(Shared::volume)
                .forEach(all::add);
        return all;
    }

    /** The folder, if there is one and it is for everybody, for this asker, or an administrator asks. */
    Optional<Volume> find(Wish wish, Asker asker) {
        var dataSet = data.find(wish.name(), asker.projects(), asker.admin());
        return wish.dataSet()
                ? dataSet
                : dataSet.or(() -> configured(wish.name(), asker))
                        .or(() -> ofProject(wish.name(), asker.project()))
                        .map(it -> ofOwner(it, asker.login()));
    }

    private static Volume ofOwner(Volume volume, String login) {
        return new Volume(
                volume.name(),
                volume.path().replace(LOGIN, login),
                volume.mount().replace(LOGIN, login),
                volume.readOnly());
    }

    private Optional<Volume> configured(String name, Asker asker) {
        return Optional.ofNullable(configured.get(name))
                .filter(it -> asker.admin()
                        || it.projects().isEmpty()
                        || it.projects().stream().anyMatch(asker.projects()::contains))
                .map(Shared::volume);
    }

    private Optional<Volume> ofProject(String name, String project) {
        return projects.find(project).map(ProjectEvent.Changed::volumes).stream()
                .flatMap(List::stream)
                .filter(it -> it.name().equals(name) && !TAKEN.contains(name))
                .findFirst()
                .map(it -> new Volume(name, it.path(), it.mount(), it.readOnly()));
    }
}
