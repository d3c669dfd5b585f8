package dev.slipway.node.shell;

import dev.slipway.node.container.Containers;
import dev.slipway.node.container.Door;
import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.job.JobConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The SSH server of this node. It listens where running containers have a door, as the containers themselves say: so a node
 * that was restarted listens again, and one that has nothing to open runs no server at all.
 */
@ApplicationScoped
class ShellServer {
    private static final Logger LOG = Logger.getLogger(ShellServer.class);
    private static final Duration IDLE = Duration.ofHours(12);

    private final Containers containers;
    private final ContainerEngine engine;
    private final Doorkeeper keeper;
    private final JobConfig config;
    private final Map<Integer, Door> open = new HashMap<>();
    private @Nullable ManyDoors server;
    private boolean stopped;

    ShellServer(Containers containers, ContainerEngine engine, Doorkeeper keeper, JobConfig config) {
        this.containers = containers;
        this.engine = engine;
        this.keeper = keeper;
        this.config = config;
    }

    @Scheduled(every = "0.5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return containers
                .doors()
                .invoke(doors -> {
                    var wanted = new HashMap<Integer, Door>();
                    doors.forEach(it -> wanted.put(it.port(), it));
                    follow(wanted);
                })
                .replaceWithVoid();
    }

    private synchronized void follow(Map<Integer, Door> wanted) {
        if (stopped) {
            return;
        }
        for (var door : Map.copyOf(open).values()) {
            if (!door.equals(wanted.get(door.port()))) {
                close(door);
            }
        }
        wanted.values().stream().filter(it -> !open.containsKey(it.port())).forEach(this::open);
        sendAway();
    }

    /** A door that is closed takes no more sessions; those that came through it before live on by themselves. */
    private void sendAway() {
        if (server != null) {
            server.getActiveSessions().stream()
                    .filter(it -> keeper.of(it).isEmpty())
                    .forEach(ShellServer::end);
        }
    }

    private static void end(Session session) {
        LOG.infof("session ended peer=%s login=%s", session.getIoSession().getRemoteAddress(), session.getUsername());
        session.close(true);
    }

    private void open(Door door) {
        try {
            keeper.open(door);
            server().listen(door.port());
            open.put(door.port(), door);
            LOG.infof("door open port=%d container=%s", door.port(), door.container());
        } catch (IOException e) {
            keeper.close(door.port());
            LOG.warnf("door stays closed port=%d container=%s cause=%s", door.port(), door.container(), e);
        }
    }

    private void close(Door door) {
        open.remove(door.port());
        keeper.close(door.port());
        if (server != null) {
            server.leave(door.port());
        }
        LOG.infof("door closed port=%d container=%s", door.port(), door.container());
    }

    synchronized void stop(@Observes ShutdownEvent event) throws IOException {
        stopped = true;
        var running = server;
        if (running != null) {
            running.stop(true);
        }
    }

    private ManyDoors server() throws IOException {
        var running = server;
        if (running == null) {
            running = make();
            running.start();
            server = running;
        }
        return running;
    }

    private ManyDoors make() {
        var ssh = new ManyDoors();
        var defaults = SshServer.setUpDefaultServer();
        ssh.setKeyExchangeFactories(defaults.getKeyExchangeFactories());
        ssh.setSignatureFactories(defaults.getSignatureFactories());
        ssh.setRandomFactory(defaults.getRandomFactory());
        ssh.setCipherFactories(defaults.getCipherFactories());
        ssh.setCompressionFactories(defaults.getCompressionFactories());
        ssh.setMacFactories(defaults.getMacFactories());
        ssh.setChannelFactories(defaults.getChannelFactories());
        ssh.setFileSystemFactory(defaults.getFileSystemFactory());
        ssh.setForwarderFactory(defaults.getForwarderFactory());
        ssh.setGlobalRequestHandlers(defaults.getGlobalRequestHandlers());
        // A door of nobody: the first one needs a server that runs.
        ssh.setHost("127.0.0.1");
        ssh.setPort(0);
        var keys = new SimpleGeneratorHostKeyProvider(
                config.jobs().toAbsolutePath().resolveSibling("ssh_host_key"));
        keys.setAlgorithm("EC");
        keys.setKeySize(256);
        ssh.setKeyPairProvider(keys);
        ssh.setPublickeyAuthenticator((login, key, session) -> keeper.letsIn(login, key, session));
        ssh.setPasswordAuthenticator((login, password, session) -> keeper.letsIn(login, password, session));
        ssh.setShellFactory(channel -> shell(channel, "exec \"$(command -v bash || echo sh)\" -l"));
        ssh.setCommandFactory((channel, command) -> shell(channel, command));
        ssh.addSessionListener(keeper);
        CoreModuleProperties.IDLE_TIMEOUT.set(ssh, IDLE);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(ssh, 6);
        return ssh;
    }

    private Command shell(ChannelSession channel, String script) throws IOException {
        Session session = channel.getSession();
        return new ContainerShell(
                engine, keeper.of(session).orElseThrow(() -> new IOException("The container is gone")), script);
    }

    /** One server, any number of ports. */
    private static final class ManyDoors extends SshServer {
        void listen(int port) throws IOException {
            acceptor.bind(new InetSocketAddress(port));
        }

        /** By the address it says it has: the one it was given may be written in another way. */
        void leave(int port) {
            acceptor.unbind(acceptor.getBoundAddresses().stream()
                    .filter(it -> it instanceof InetSocketAddress here && here.getPort() == port)
                    .toList());
        }
    }
}
