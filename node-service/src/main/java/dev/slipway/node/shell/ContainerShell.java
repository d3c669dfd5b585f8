package dev.slipway.node.shell;

import dev.slipway.node.container.Door;
import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.ExecPlan;
import dev.slipway.node.engine.LogSink.Channel;
import io.smallrye.mutiny.Uni;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One process in a container, with an SSH channel for its three streams. It waits on a virtual thread of its own. */
final class ContainerShell implements Command {
    private static final Logger LOG = Logger.getLogger(ContainerShell.class);
    private static final String HOME = "/mnt/go-docker";
    private static final int BROKEN = 255;

    private final ContainerEngine engine;
    private final Door door;
    private final String script;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private @Nullable CompletableFuture<Void> attached;
    private boolean gone;

    ContainerShell(ContainerEngine engine, Door door, String script) {
        this.engine = engine;
        this.door = door;
        this.script = script;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        LOG.infof("shell container=%s account=%s", door.container(), door.account());
        Thread.ofVirtual().start(() -> run(environment));
    }

    /** Nobody is there any more: the connection to the engine is closed, and whoever waits for its end waits no longer. */
    @Override
    public synchronized void destroy(ChannelSession channel) {
        gone = true;
        if (attached != null) {
            attached.cancel(true);
        }
    }

    private void run(Environment environment) {
        try {
            exited(carry(environment));
        } catch (CancellationException e) {
            LOG.debugf("shell left container=%s", door.container());
        } catch (CompletionException e) {
            LOG.infof("shell breaks off container=%s cause=%s", door.container(), e.getCause());
            exited(BROKEN);
        }
    }

    private int carry(Environment environment) {
        var plan = plan(environment);
        var exec = now(engine.exec(door.container(), plan));
        environment.addSignalListener((_, _) -> resize(exec, environment), Signal.WINCH);
        var running = attach(exec, plan);
        if (plan.terminal()) {
            resize(exec, environment);
        }
        running.join();
        return now(engine.execCode(exec));
    }

    private synchronized CompletableFuture<Void> attach(String exec, ExecPlan plan) {
        if (gone) {
            throw new CancellationException();
        }
        var running = engine.attach(exec, plan, Objects.requireNonNull(in), this::take)
                .subscribeAsCompletionStage();
        attached = running;
        return running;
    }

    private ExecPlan plan(Environment environment) {
        var terminal = environment.getEnv().get(Environment.ENV_TERM);
        var variables = new HashMap<String, String>();
        if (terminal != null) {
            variables.put(Environment.ENV_TERM, terminal);
        }
        return new ExecPlan(List.of("/bin/sh", "-c", script), door.user(), HOME, variables, terminal != null);
    }

    /** A size it does not say, or that the engine does not take, changes nothing. */
    private void resize(String exec, Environment environment) {
        try {
            int rows = Integer.parseInt(environment.getEnv().getOrDefault(Environment.ENV_LINES, "0"));
            int columns = Integer.parseInt(environment.getEnv().getOrDefault(Environment.ENV_COLUMNS, "0"));
            if (rows > 0 && columns > 0) {
                engine.resize(exec, rows, columns)
                        .subscribe()
                        .with(_ -> {}, fault -> LOG.debugf("not resized cause=%s", fault));
            }
        } catch (NumberFormatException e) {
            LOG.debugf("no size cause=%s", e);
        }
    }

    private void take(Channel channel, byte[] bytes) throws Exception {
        var stream = Objects.requireNonNull(channel == Channel.STDERR ? err : out);
        stream.write(bytes);
        stream.flush();
    }

    private void exited(int code) {
        Objects.requireNonNull(exit).onExit(code);
    }

    private static <T> T now(Uni<T> asked) {
        return asked.subscribeAsCompletionStage().join();
    }
}
