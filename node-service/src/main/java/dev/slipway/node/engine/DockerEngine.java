package dev.slipway.node.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.WaitResponse;
import dev.slipway.node.engine.EngineContainer.Phase;
import dev.slipway.node.engine.EngineRefusal.Kind;
import dev.slipway.node.engine.LogSink.Channel;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A Docker engine, by its API. */
@ApplicationScoped
class DockerEngine implements ContainerEngine {
    private final DockerClients clients;
    private final Blocking blocking;
    private final KnownImages images;
    private final Ends ends;

    DockerEngine(DockerClients clients, Blocking blocking, KnownImages images, Ends ends) {
        this.clients = clients;
        this.blocking = blocking;
        this.images = images;
        this.ends = ends;
    }

    @Override
    public Uni<Void> ping() {
        return act(() -> docker().pingCmd().exec());
    }

    @Override
    public Uni<String> create(ContainerPlan plan) {
        return ask(() -> DockerPlans.command(docker(), plan).exec().getId())
                .onFailure(EngineRefusal::isOfNothing)
                .invoke(() -> images.forget(plan.image()));
    }

    @Override
    public Uni<Void> start(String name) {
        return act(() -> {
                    ends.expect(name);
                    docker().startContainerCmd(name).exec();
                })
                .onFailure(NotModifiedException.class)
                .recoverWithNull()
                .onFailure()
                .invoke(() -> ends.forget(name));
    }

    @Override
    public Uni<Void> awaitExit(String name) {
        return Uni.createFrom()
                .deferred(() -> ends.of(name).orElseGet(() -> ends.expect(name) ? untilTold(name) : waitFor(name)));
    }

    /** Nobody has seen yet whether it runs. */
    private Uni<Void> untilTold(String name) {
        return find(name)
                .invoke(found -> {
                    if (found.filter(it -> it.phase() == Phase.RUNNING).isEmpty()) {
                        ends.tell(name);
                    }
                })
                .onFailure()
                .invoke(() -> ends.tell(name))
                .onCancellation()
                .invoke(() -> ends.tell(name))
                .chain(() -> ends.of(name).orElseGet(Uni.createFrom()::voidItem));
    }

    /** As long as ends are not told. */
    private Uni<Void> waitFor(String name) {
        return clients.untilHeard(DockerStream.<WaitResponse>raw(
                        callback -> clients.streams().waitContainerCmd(name).exec(callback), _ -> {}))
                .onFailure()
                .transform(DockerFaults::of);
    }

    @Override
    public Uni<Optional<EngineContainer>> find(String name) {
        return ask(() -> {
            try {
                var seen = DockerPlans.seen(docker().inspectContainerCmd(name).exec());
                ends.look(seen);
                return Optional.of(seen);
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Uni<Void> logs(String name, boolean follow, LogSink sink) {
        return clients.untilHeard(DockerStream.<Frame>raw(
                        callback -> clients.streams()
                                .logContainerCmd(name)
                                .withStdOut(true)
                                .withStdErr(true)
                                .withFollowStream(follow)
                                .exec(callback),
                        frame -> sink.take(
                                frame.getStreamType() == StreamType.STDERR ? Channel.STDERR : Channel.STDOUT,
                                frame.getPayload())))
                .onFailure()
                .transform(DockerFaults::of);
    }

    @Override
    public Uni<Void> pause(String name) {
        return act(() -> docker().pauseContainerCmd(name).exec())
                .onFailure(EngineRefusal.class)
                .recoverWithUni(refusal -> unless(name, true, refusal));
    }

    @Override
    public Uni<Void> resume(String name) {
        return act(() -> docker().unpauseContainerCmd(name).exec())
                .onFailure(EngineRefusal.class)
                .recoverWithUni(refusal -> unless(name, false, refusal));
    }

    /** The engine refuses, with a code of its own per version, what is so already. */
    private Uni<Void> unless(String name, boolean paused, Throwable refusal) {
        return find(name)
                .invoke(found -> {
                    var asWished = found.filter(it -> it.phase() == Phase.RUNNING && it.paused() == paused);
                    if (asWished.isEmpty()) {
                        throw (EngineRefusal) refusal;
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<String> exec(String name, ExecPlan plan) {
        return ask(() -> docker().execCreateCmd(name)
                .withCmd(plan.command().toArray(String[]::new))
                .withUser(plan.user())
                .withWorkingDir(plan.workingDirectory())
                .withEnv(plan.environment().entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .toList())
                .withTty(plan.terminal())
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId());
    }

    @Override
    public Uni<Void> attach(String exec, ExecPlan plan, InputStream in, LogSink out) {
        return DockerStream.<Frame>of(
                callback -> clients.streams()
                        .execStartCmd(exec)
                        .withTty(plan.terminal())
                        .withStdIn(in)
                        .exec(callback),
                frame -> out.take(
                        frame.getStreamType() == StreamType.STDERR ? Channel.STDERR : Channel.STDOUT,
                        frame.getPayload()));
    }

    @Override
    public Uni<Void> resize(String exec, int rows, int columns) {
        return act(() -> docker().resizeExecCmd(exec).withSize(rows, columns).exec());
    }

    @Override
    public Uni<Integer> execCode(String exec) {
        return ask(() -> {
            var code = docker().inspectExecCmd(exec).exec().getExitCodeLong();
            return code == null ? 0 : code.intValue();
        });
    }

    @Override
    public Uni<Void> stop(String name, Duration grace) {
        return act(() -> {
            try {
                docker().stopContainerCmd(name)
                        .withTimeout(Math.toIntExact(grace.toSeconds()))
                        .exec();
            } catch (NotFoundException | NotModifiedException e) {
                // It does not run: what was asked for.
            }
        });
    }

    @Override
    public Uni<Void> remove(String name) {
        return act(() -> {
            ends.forget(name);
            try {
                docker().removeContainerCmd(name)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException | ConflictException e) {
                // Gone already, or on its way out by somebody else's wish.
            }
        });
    }

    @Override
    public Uni<List<EngineContainer>> list(String label, String value) {
        return ask(() ->
                docker().listContainersCmd().withShowAll(true).withLabelFilter(Map.of(label, value)).exec().stream()
                        .map(DockerPlans::seen)
                        .toList());
    }

    @Override
    public Uni<String> ensureImage(String image, Duration limit) {
        return images.idOf(image)
                .map(id -> Uni.createFrom().item(id))
                .orElseGet(() -> idOrPull(image, limit).invoke(id -> images.remember(image, id)));
    }

    private Uni<String> idOrPull(String image, Duration limit) {
        return imageId(image)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : pull(image, limit)
                                .chain(() -> imageId(image))
                                .map(id -> id.orElseThrow(() ->
                                        new EngineRefusal(Kind.OTHER, "No such image after its pull: " + image))));
    }

    private Uni<Optional<String>> imageId(String image) {
        return ask(() -> {
            try {
                return Optional.of(docker().inspectImageCmd(image).exec().getId());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private Uni<Void> pull(String image, Duration limit) {
        var faults = new ArrayList<String>();
        return DockerStream.<PullResponseItem>of(
                        callback -> DockerPlans.pull(clients.streams(), image).exec(callback),
                        item -> DockerPlans.fault(item).ifPresent(faults::add))
                .ifNoItem()
                .after(limit)
                .fail()
                .onFailure(TimeoutException.class)
                .transform(_ -> new EngineRefusal(
                        Kind.OTHER, "Image %s could not be pulled within %d s".formatted(image, limit.toSeconds())))
                // The engine words as its own fault what is the registry's, or that there is no such registry.
                .onFailure(EngineRefusal.class)
                .transform(refusal -> new EngineRefusal(Kind.OTHER, refusal.text()))
                .invoke(() -> {
                    if (!faults.isEmpty()) {
                        throw new EngineRefusal(Kind.OTHER, faults.getFirst());
                    }
                });
    }

    @Override
    public Uni<Map<String, byte[]>> readImage(String image, List<String> paths, Map<String, String> labels) {
        return ask(() -> ImageReader.read(docker(), image, paths, labels))
                .onFailure(EngineRefusal::isOfNothing)
                .invoke(() -> images.forget(image));
    }

    private DockerClient docker() {
        return clients.calls();
    }

    private <T> Uni<T> ask(Callable<T> call) {
        return clients.untilHeard(blocking.call(call)).onFailure().transform(DockerFaults::of);
    }

    private Uni<Void> act(Blocking.Action call) {
        return clients.untilHeard(blocking.run(call))
                .onFailure(fault -> !(fault instanceof NotModifiedException))
                .transform(DockerFaults::of);
    }
}
