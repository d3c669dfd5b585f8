package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.engine.EngineContainer.Phase;
import dev.slipway.node.engine.EngineRefusal;
import dev.slipway.node.job.Harvest;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.node.job.Jobs;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.failure.Outage;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries each container from where it stands to its end. Whatever fails on the way is tried again, beginning with a look
 * at what the engine knows: the same road that a restarted node takes.
 */
@ApplicationScoped
class Lifecycle {
    /** An engine that is stopped may leave a wait without an answer and without an end: so there is a look now and then. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final ContainerEngine engine;
    private final ContainerRepository containers;
    private final Launcher launcher;
    private final Ending ending;
    private final Teller teller;
    private final Jobs jobs;
    private final Labels labels;
    private final ContainerConfig config;
    private final InstantSource clock = InstantSource.system();
    private volatile boolean closing;

    Lifecycle(
            ContainerEngine engine,
            ContainerRepository containers,
            Launcher launcher,
            Ending ending,
            Teller teller,
            Jobs jobs,
            Labels labels,
            ContainerConfig config) {
        this.engine = engine;
        this.containers = containers;
        this.launcher = launcher;
        this.ending = ending;
        this.teller = teller;
        this.jobs = jobs;
        this.labels = labels;
        this.config = config;
    }

    /** What runs goes on without us; the next process takes it up. */
    void close(@Observes ShutdownEvent event) {
        closing = true;
    }

    /** Done when all is told and the container is gone; fails only when this process ends. */
    Uni<Void> carry(Tracked it) {
        teller.begin(it);
        return Uni.createFrom()
                .deferred(() -> look(it).chain(found -> go(it, found)))
                .onFailure(_ -> !closing)
                .invoke(fault -> note(it, fault))
                .onFailure(_ -> !closing)
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(10))
                .indefinitely();
    }

    /** Asks the engine to end it; done when it does not run. It is asked again by whoever sees that it still runs. */
    Uni<Void> stop(Tracked it) {
        return engine.stop(labels.engineName(it.name()), config.grace())
                .invoke(() -> LOG.infof("container name=%s stopped", it.name()))
                .onFailure()
                .invoke(fault -> LOG.warnf("container name=%s not stopped yet cause=%s", it.name(), fault))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Optional<EngineContainer>> look(Tracked it) {
        return switch (it.state()) {
            case ContainerState.Accepted _, ContainerState.Running _ ->
                it.mayExist()
                        ? engine.find(labels.engineName(it.name()))
                        : Uni.createFrom().item(Optional.empty());
            default -> Uni.createFrom().item(Optional.empty());
        };
    }

    private Uni<Void> go(Tracked it, Optional<EngineContainer> found) {
        return switch (NextStep.of(it.state(), it.stopAsked(), it.isCutOff(), found)) {
            case NextStep.Create _ -> launcher.create(it).chain(launch -> begun(it, launch));
            case NextStep.Start _ -> launcher.start(it).chain(launch -> begun(it, launch));
            case NextStep.Adopt(var container) -> begun(it, new Launch.Begun(container.id(), container.startedAt()));
            case NextStep.Watch _ -> watch(it);
            case NextStep.Finish(var end) -> {
                it.letGo();
                yield finish(it, end);
            }
            case NextStep.Collect(var end) -> collect(it, end);
            case NextStep.GiveUp(var reason) -> begun(it, new Launch.Refused(reason));
            case NextStep.Lose(var reason) -> {
                it.letGo();
                yield ending.abandon(it.now(), reason)
                        .chain(() -> become(it, it.now().lost(reason, clock.instant())))
                        .chain(() -> bury(it));
            }
            case NextStep.Decline _ ->
                become(it, it.now().declined(clock.instant())).chain(() -> bury(it));
            case NextStep.Bury _ -> bury(it);
        };
    }

    private Uni<Void> begun(Tracked it, Launch launch) {
        return switch (launch) {
            case Launch.Begun(var engineId, var at) -> {
                it.isNow(it.now().started(engineId, job(it), at));
                logState(it);
                yield watch(it);
            }
            case Launch.Refused(var reason, var system) ->
                it.isCutOff()
                        ? become(it, it.now().declined(clock.instant())).chain(() -> bury(it))
                        : ending.abandon(it.now(), reason)
                                .chain(() -> become(it, it.now().failed(reason, system, clock.instant())))
                                .chain(() -> bury(it));
        };
    }

    /** That it runs is kept where it does for a moment; the end of a shorter run says both, and the engine knows it until then. */
    private Uni<Void> watch(Tracked it) {
        ending.follow(it);
        var ended = it.ended(() -> untilEnded(it));
        return running(it, ended).chain(() -> ended).chain(found -> go(it, found));
    }

    private Uni<Void> running(Tracked it, Uni<?> ended) {
        if (it.isKept()) {
            return Uni.createFrom().voidItem();
        }
        return config.startToldAfter().isZero()
                ? become(it, it.now())
                : ended.replaceWithVoid()
                        .ifNoItem()
                        .after(config.startToldAfter())
                        .fail()
                        // Or nobody can say now whether it runs: it did.
                        .onFailure()
                        .recoverWithUni(_ -> become(it, it.now()));
    }

    private Uni<Optional<EngineContainer>> untilEnded(Tracked it) {
        return Uni.createFrom()
                .deferred(() -> waitAndLook(it))
                .repeat()
                .whilst(found -> found.filter(Lifecycle::runs).isPresent())
                .collect()
                .last();
    }

    private Uni<Optional<EngineContainer>> waitAndLook(Tracked it) {
        var name = labels.engineName(it.name());
        if (it.stopAsked()) {
            stop(it).subscribe().with(_ -> {});
        }
        return engine.awaitExit(name)
                .ifNoItem()
                .after(LOOK_AGAIN)
                .recoverWithUni(Uni.createFrom()::voidItem)
                .onFailure(EngineRefusal::isOfNothing)
                .recoverWithNull()
                .chain(() -> engine.find(name));
    }

    private static boolean runs(EngineContainer container) {
        return container.phase() == Phase.RUNNING;
    }

    private Uni<Void> collect(Tracked it, End end) {
        return ending.collect(it, end).chain(harvest -> kept(it, end, harvest));
    }

    /**
     * Keeping its files takes a moment only, as a rule. If not, or when it fails, it is told first that the process has ended:
     * what it held is free from then on.
     */
    private Uni<Void> finish(Tracked it, End end) {
        if (config.tellAfter().isZero()) {
            return become(it, it.now().exited(end)).chain(() -> collect(it, end));
        }
        var collecting = ending.collect(it, end).memoize().indefinitely();
        return collecting
                .replaceWithVoid()
                .ifNoItem()
                .after(config.tellAfter())
                .fail()
                .onFailure()
                .recoverWithUni(_ -> become(it, it.now().exited(end)))
                .chain(() -> collecting)
                .chain(harvest -> kept(it, end, harvest));
    }

    private Uni<Void> kept(Tracked it, End end, Harvest harvest) {
        return become(it, it.now().collected(end, job(it), harvest.files().size(), harvest.bytes(), clock.instant()))
                .chain(() -> bury(it));
    }

    private Uni<Void> bury(Tracked it) {
        it.closeTail();
        return Uni.join()
                .all(teller.told(it), remove(it), keepReason(it))
                .andCollectFailures()
                .chain(() -> jobs.forget(it.now().owner(), it.now().attempt()));
    }

    /** Of one that was to run here; what another node may run has its files there. */
    private Uni<Void> keepReason(Tracked it) {
        return it.state() instanceof ContainerState.Failed(var reason)
                        && it.now().command() instanceof Start
                        && it.now().owner().isTask()
                        && !reason.equals(NextStep.CUT_OFF)
                ? ending.keepReason(it.now(), reason)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> remove(Tracked it) {
        return switch (it.state()) {
            case ContainerState.Failed _ -> clear(it.now());
            default -> engine.remove(labels.engineName(it.name()));
        };
    }

    /** Removes what runs an attempt that is said not to run: nothing, as a rule. The name of such a one may be another's. */
    Uni<Void> clear(Container it) {
        var name = labels.engineName(it.name());
        return engine.find(name)
                .chain(found ->
                        found.filter(known -> labels.isOurs(known.labels(), it)).isPresent()
                                ? engine.remove(name)
                                : Uni.createFrom().voidItem());
    }

    /** The state and the events that tell of it, in one write. */
    private Uni<Void> become(Tracked it, Container next) {
        var kept = next.without(it.sent()).withoutOvertaken(it.queued());
        return containers.update(kept).invoke(() -> {
            var isNew = !kept.state().equals(it.state());
            it.become(kept);
            if (isNew) {
                logState(it);
            }
            teller.wake(it);
        });
    }

    private static void logState(Tracked it) {
        LOG.infof("container name=%s state=%s", it.name(), it.state().word());
    }

    private JobDirectory job(Tracked it) {
        return jobs.of(it.now().owner(), it.now().spec());
    }

    private static void note(Tracked it, Throwable fault) {
        if (Outage.is(fault)) {
            LOG.logf(
                    it.beginsToWait() ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "container name=%s state=%s waits cause=%s",
                    it.name(),
                    it.state().word(),
                    fault);
        } else {
            LOG.errorf(
                    fault,
                    "fault container name=%s state=%s",
                    it.name(),
                    it.state().word());
        }
    }
}
