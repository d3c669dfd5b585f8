package dev.slipway.node.container;

import dev.slipway.node.job.Harvest;
import dev.slipway.node.job.Harvest.Kept;
import dev.slipway.node.job.JobConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells which files go into the manifest, and reads them. */
@ApplicationScoped
class Smalls {
    private final JobConfig limits;

    Smalls(JobConfig limits) {
        this.limits = limits;
    }

    /**
     * Which do and which do not.
     *
     * @param small by path
     * @param unread small ones that cannot be read, and why
     */
    record Sorted(Map<String, Small> small, List<Kept> large, Map<Kept, String> unread) {}

    Sorted of(Harvest harvest) throws IOException {
        var sorted = new Sorted(new HashMap<>(), new ArrayList<>(), new HashMap<>());
        long inline = 0;
        for (var file : harvest.files()) {
            if (file.size() > limits.inlineFile() || inline + file.size() > limits.inlineTotal()) {
                sorted.large().add(file);
            } else {
                inline += file.size();
                read(harvest, file, sorted);
            }
        }
        return sorted;
    }

    private static void read(Harvest harvest, Kept file, Sorted sorted) throws IOException {
        try (var in = Files.newInputStream(harvest.root().resolve(file.path()), LinkOption.NOFOLLOW_LINKS)) {
            sorted.small().put(file.path(), Small.of(file.path(), in.readAllBytes()));
        } catch (NoSuchFileException | AccessDeniedException e) {
            sorted.unread().put(file, "cannot be read");
        }
    }
}
