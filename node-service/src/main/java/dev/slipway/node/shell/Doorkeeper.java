package dev.slipway.node.shell;

import dev.slipway.node.container.Door;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.session.Session;
import org.jboss.logging.Logger;

/** Who may come in where. The port a session came to says which container it wants. */
@ApplicationScoped
class Doorkeeper {
    private static final Logger LOG = Logger.getLogger(Doorkeeper.class);
    private static final long PATIENCE_SECONDS = 15;

    private final Credentials credentials;
    private final Map<Integer, Door> doors = new ConcurrentHashMap<>();

    Doorkeeper(Credentials credentials) {
        this.credentials = credentials;
    }

    void open(Door door) {
        doors.put(door.port(), door);
    }

    void close(int port) {
        doors.remove(port);
    }

    /** The door this session came to. */
    Optional<Door> of(Session session) {
        return session.getIoSession().getLocalAddress() instanceof InetSocketAddress here
                ? Optional.ofNullable(doors.get(here.getPort()))
                : Optional.empty();
    }

    boolean letsIn(String login, PublicKey key, Session session) {
        return of(session)
                .filter(door -> door.login().equals(login))
                .filter(door -> keys(door.publicKeys(), session).stream().anyMatch(it -> KeyUtils.compareKeys(it, key)))
                .isPresent();
    }

    /** The password is the owner's API key. Asked on a thread of the SSH server, which may wait. */
    boolean letsIn(String login, String apiKey, Session session) {
        var door = of(session).filter(it -> it.login().equals(login));
        if (door.isEmpty()) {
            return false;
        }
        // A thread of the SSH server has no class loader of ours, without which settings cannot be read.
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        thread.setContextClassLoader(Doorkeeper.class.getClassLoader());
        try {
            return credentials
                    .areGood(door.get().account(), apiKey)
                    .subscribeAsCompletionStage()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf(
                    "credentials not checked container=%s cause=%s", door.get().container(), e);
            return false;
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /** A line that is no key opens nothing. */
    private static List<PublicKey> keys(List<String> lines, Session session) {
        return lines.stream().flatMap(line -> key(line, session).stream()).toList();
    }

    private static Optional<PublicKey> key(String line, Session session) {
        try {
            var entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip());
            return entry == null
                    ? Optional.empty()
                    : Optional.ofNullable(entry.resolvePublicKey(session, Map.of(), PublicKeyEntryResolver.IGNORING));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
