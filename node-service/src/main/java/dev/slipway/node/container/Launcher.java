package dev.slipway.node.container;

import dev.slipway.node.container.Launch.Begun;
import dev.slipway.node.container.Launch.Refused;
import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.ContainerPlan;
import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.engine.EngineRefusal;
import dev.slipway.node.hardware.HardwareProbe;
import dev.slipway.node.job.HostFolders;
import dev.slipway.node.job.Jobs;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Outage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.time.InstantSource;
import java.util.List;

/** From an accepted command to a running process. Only an outage fails: it is tried again. */
@ApplicationScoped
class Launcher {
    private final ContainerEngine engine;
    private final ImageAccountsCache images;
    private final Jobs jobs;
    private final HostFolders folders;
    private final ScriptClient scripts;
    private final HardwareProbe hardware;
    private final ContainerConfig config;
    private final Labels labels;
    private final Lanes lanes;
    private final InstantSource clock = InstantSource.system();

    Launcher(
            ContainerEngine engine,
            ImageAccountsCache images,
            Jobs jobs,
            HostFolders folders,
            ScriptClient scripts,
            HardwareProbe hardware,
            ContainerConfig config,
            Labels labels,
            Lanes lanes) {
        this.engine = engine;
        this.images = images;
        this.jobs = jobs;
        this.folders = folders;
        this.scripts = scripts;
        this.hardware = hardware;
        this.config = config;
        this.labels = labels;
        this.lanes = lanes;
    }

    /** Everything, from the image on. */
    Uni<Launch> create(Tracked it) {
        if (!(it.now().command() instanceof ContainerCommand.Start start)) {
            return Uni.createFrom().item(new Refused(Container.STOPPED));
        }
        var spec = start.spec();
        return settled(Uni.createFrom()
                .deferred(() -> make(it, spec))
                // The image has gone since it was seen.
                .onFailure(EngineRefusal::isOfNothing)
                .retry()
                .atMost(1));
    }

    private Uni<Launch> make(Tracked it, ContainerSpec spec) {
        return Uni.join()
                .first(engine.ensureImage(spec.image(), config.pull()), stopped(it))
                .toTerminate()
                .chain(imageId -> lanes.starting(() -> prepare(it, imageId, spec)
                        .chain(plan -> make(it, plan))
                        .chain(engineId -> begin(it, engineId))));
    }

    /** One that is created already. */
    Uni<Launch> start(Tracked it) {
        return settled(lanes.starting(() -> begin(it, "")));
    }

    /** A stop ends the wait for an image, too. */
    private static Uni<String> stopped(Tracked it) {
        return it.stopped().chain(() -> Uni.createFrom().failure(Failure.conflict("stopped", Container.STOPPED)));
    }

    private Uni<ContainerPlan> prepare(Tracked it, String imageId, ContainerSpec spec) {
        var container = it.now();
        return Uni.combine()
                .all()
                .unis(images.of(imageId), folders.existing(spec))
                .asTuple()
                .chain(known -> {
                    var mounts = known.getItem2();
                    return jobs.prepare(
                                    container.owner(),
                                    container.attempt(),
                                    spec,
                                    known.getItem1(),
                                    Blueprint.home(mounts))
                            .chain(() -> scripts.place(container.owner(), spec))
                            .map(_ -> plan(container, spec, mounts));
                });
    }

    private ContainerPlan plan(Container container, ContainerSpec spec, List<Mount> mounts) {
        return Blueprint.of(
                labels.engineName(container.name()),
                container,
                spec,
                jobs.of(container.owner(), spec),
                mounts,
                labels.of(container),
                hardware.processors(),
                config.pids());
    }

    /** A name that is taken by this very attempt is this very container. */
    private Uni<String> make(Tracked it, ContainerPlan plan) {
        return engine.create(plan)
                .onFailure(fault ->
                        fault instanceof EngineRefusal refusal && refusal.kind() == EngineRefusal.Kind.CONFLICT)
                .recoverWithUni(refusal -> engine.find(plan.name())
                        .map(found -> found.filter(container -> labels.isOurs(container.labels(), it.now()))
                                .map(EngineContainer::id)
                                .orElseThrow(() -> (RuntimeException) refusal)));
    }

    private Uni<Launch> begin(Tracked it, String engineId) {
        if (it.stopAsked()) {
            return Uni.createFrom().item(new Refused(Container.STOPPED));
        }
        var name = labels.engineName(it.name());
        // The moment before: nothing the engine says of this run is earlier.
        var at = clock.instant();
        return engine.start(name)
                .map(_ -> (Launch) new Begun(engineId, at))
                .onFailure(EngineRefusal.class)
                .recoverWithUni(refusal -> engine.find(name)
                        .map(found -> found.filter(container -> container.phase() != EngineContainer.Phase.CREATED)
                                .map(container -> (Launch) new Begun(container.id(), at))
                                .orElseGet(() -> new Refused(refusal.text(), isOfSystem(refusal)))));
    }

    /** What will not change by trying again becomes the reason. */
    private static Uni<Launch> settled(Uni<Launch> launch) {
        return launch.onFailure(Launcher::isFinal)
                .recoverWithItem(fault -> new Refused(reason(fault), isOfSystem(fault)));
    }

    /**
     * Whatever else goes wrong is this process' own trouble, such as being stopped, or will pass, such as a full disk: no reason
     * to end a task.
     */
    static boolean isFinal(Throwable fault) {
        return fault instanceof EngineRefusal || isInItsWay(fault) || (fault instanceof Failure && !Outage.is(fault));
    }

    /** Whether another attempt may succeed: here later, or on another machine now. */
    static boolean isOfSystem(Throwable fault) {
        return isInItsWay(fault)
                || (fault instanceof EngineRefusal refusal && refusal.kind() == EngineRefusal.Kind.FAULT);
    }

    /** Something is where the job directory should be, or it may not be made there: somebody has to put that right. */
    private static boolean isInItsWay(Throwable fault) {
        return fault instanceof FileAlreadyExistsException
                || fault instanceof AccessDeniedException
                || (fault instanceof FileSystemException it && "Not a directory".equals(it.getReason()));
    }

    private static String reason(Throwable fault) {
        return switch (fault) {
            case EngineRefusal refusal -> refusal.text();
            case Failure failure -> failure.sentence();
            default -> "The job directory cannot be made: " + fault.getMessage();
        };
    }
}
