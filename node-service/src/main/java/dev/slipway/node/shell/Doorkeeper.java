package dev.slipway.node.shell;

import dev.slipway.node.container.Door;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.identity.KnownAccounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in where, and who may stay. A session is for the door it came to and for no other: ports are given to one
 * container after the other. What let it in must hold as long as it lasts.
 */
@ApplicationScoped
class Doorkeeper implements SessionListener {
    private static final Logger LOG = Logger.getLogger(Doorkeeper.class);
    private static final long PATIENCE_SECONDS = 15;
    private static final AttributeKey<Door> DOOR = new AttributeKey<>();
    private static final AttributeKey<Pass> PASS = new AttributeKey<>();

    private final Credentials credentials;
    private final KnownAccounts accounts;
    private final Map<Integer, Door> doors = new ConcurrentHashMap<>();

    Doorkeeper(Credentials credentials, KnownAccounts accounts) {
        this.credentials = credentials;
        this.accounts = accounts;
    }

    void open(Door door) {
        doors.put(door.port(), door);
    }

    void close(int port) {
        doors.remove(port);
    }

    @Override
    public void sessionCreated(Session session) {
        if (session.getIoSession().getLocalAddress() instanceof InetSocketAddress here) {
            Optional.ofNullable(doors.get(here.getPort())).ifPresent(door -> session.setAttribute(DOOR, door));
        }
    }

    /** The door this session came to; empty once that is closed, or when it may not stay. */
    Optional<Door> of(Session session) {
        return Optional.ofNullable(session.getAttribute(DOOR))
                .filter(door -> door.equals(doors.get(door.port())))
                .filter(door -> mayStay(door, session.getAttribute(PASS)));
    }

    /** One that has not shown anything yet has not to be sent away for that. */
    private boolean mayStay(Door door, @Nullable Pass pass) {
        return pass == null || account(door).filter(it -> holds(pass, it)).isPresent();
    }

    private boolean holds(Pass pass, AccountEvent.Changed account) {
        return pass.holds(account)
                && pass.keyId().filter(it -> !accounts.acceptsKey(it)).isEmpty();
    }

    /** The account of whoever may come in, as long as that is active. */
    private Optional<AccountEvent.Changed> account(Door door) {
        return accounts.find(door.account()).filter(AccountEvent.Changed::active);
    }

    boolean letsIn(String login, PublicKey key, Session session) {
        var pass = new Pass.OfKey(key);
        var door =
                at(login, session).filter(it -> account(it).filter(pass::holds).isPresent());
        door.ifPresent(_ -> session.setAttribute(PASS, pass));
        return door.isPresent();
    }

    private Optional<Door> at(String login, Session session) {
        return of(session).filter(door -> door.login().equals(login));
    }

    /** The password is the owner's API key. Asked on a thread of the SSH server, which may wait. */
    boolean letsIn(String login, String apiKey, Session session) {
        var door = at(login, session);
        var account = door.flatMap(this::account);
        if (account.isEmpty()) {
            return false;
        }
        // A thread of the SSH server has no class loader of ours, without which settings cannot be read.
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        thread.setContextClassLoader(Doorkeeper.class.getClassLoader());
        try {
            var answer = credentials
                    .check(door.get().account(), apiKey, addressOf(session))
                    .subscribeAsCompletionStage()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // Its version from before the question: whatever made the key worthless since then is seen.
            answer.ifPresent(it ->
                    session.setAttribute(PASS, new Pass.OfApiKey(account.get().version(), it.key())));
            return answer.isPresent();
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

    /** Whose failures are counted: not those of all who come to this node together. */
    private static String addressOf(Session session) {
        return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress there
                ? there.getAddress().getHostAddress()
                : "";
    }
}
