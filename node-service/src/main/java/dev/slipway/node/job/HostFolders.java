package dev.slipway.node.job;

import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The folders of this node that a container is shown beside its job directory. */
@ApplicationScoped
public class HostFolders {
    private static final Logger LOG = Logger.getLogger(HostFolders.class);
    private static final String HOME = "home";

    private final JobConfig config;
    private final Blocking blocking;

    HostFolders(JobConfig config, Blocking blocking) {
        this.config = config;
        this.blocking = blocking;
    }

    /**
     * Those of the mounts whose folder is there. A home that is missing is made; any other that is missing is left out, or
     * fails with its name where the container cannot do without.
     */
    public Uni<List<Mount>> existing(ContainerSpec spec) {
        return blocking.call(() -> {
            var mounts = new ArrayList<Mount>();
            for (var mount : spec.mounts()) {
                resolve(mount, spec).ifPresent(mounts::add);
            }
            return mounts;
        });
    }

    private Optional<Mount> resolve(Mount mount, ContainerSpec spec) throws IOException {
        var path = Path.of(mount.path());
        var target = Path.of(mount.mount());
        if (!isPlain(path)
                || !isPlain(target)
                || target.startsWith("/mnt/go-docker")
                || target.startsWith(ContainerSpec.OUTPUT)) {
            LOG.warnf("mount name=%s cause=not a plain absolute path", mount.name());
            return leaveOut(mount);
        }
        var homes = config.homes().toAbsolutePath().normalize();
        if (mount.name().equals(HOME) && path.startsWith(homes) && !path.equals(homes)) {
            return makeHome(homes, path, spec) ? Optional.of(mount) : leaveOut(mount);
        }
        return Files.isDirectory(path) ? Optional.of(mount) : leaveOut(mount);
    }

    private static Optional<Mount> leaveOut(Mount mount) {
        if (mount.required()) {
            throw new Failure(Kind.REFUSED, "mount.missing", "%s is not on this node".formatted(mount.name()));
        }
        LOG.infof("mount left out name=%s path=%s cause=no such folder", mount.name(), mount.path());
        return Optional.empty();
    }

    private static boolean isPlain(Path path) {
        return path.isAbsolute() && path.equals(path.normalize()) && path.getNameCount() > 0;
    }

    /** Step by step from the root of all homes: a link on the way could lead anywhere, so none is followed. */
    private static boolean makeHome(Path homes, Path home, ContainerSpec spec) throws IOException {
        Files.createDirectories(homes);
        var step = homes;
        for (var name : homes.relativize(home)) {
            step = step.resolve(name);
            if (!Files.exists(step, LinkOption.NOFOLLOW_LINKS)) {
                make(step, step.equals(home), spec);
            }
            if (!Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static void make(Path folder, boolean own, ContainerSpec spec) throws IOException {
        Files.createDirectory(folder);
        Tree.mode(folder, own ? "rwx------" : "rwxr-xr-x");
        if (own) {
            Tree.own(folder, spec.uid(), spec.gid());
        }
    }
}
