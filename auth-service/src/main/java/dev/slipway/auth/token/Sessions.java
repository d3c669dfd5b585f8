package dev.slipway.auth.token;

import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Accounts;
import dev.slipway.auth.credential.SecretBox;
import dev.slipway.platform.contract.KeyEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Scope;
import dev.slipway.platform.outbox.Outbox;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Logins at the web page: a short token and a refresh token, which is good once. One that comes a second time was stolen, from
 * whoever came first or second: the session ends, and its tokens with it.
 */
@ApplicationScoped
public class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private final Accounts accounts;
    private final Tokens tokens;
    private final SecretBox box;
    private final SecureRandom random;
    private final Outbox outbox;
    private final TokenConfig config;
    private final InstantSource clock;

    Sessions(
            Accounts accounts,
            Tokens tokens,
            SecretBox box,
            SecureRandom random,
            Outbox outbox,
            TokenConfig config,
            InstantSource clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.box = box;
        this.random = random;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What the page gets.
     *
     * @param refresh the next refresh token, for the cookie only
     * @param until when that one is worthless
     */
    public record Opened(String token, Instant tokenExpires, String refresh, Instant until) {}

    /** Begins one for somebody who has just proved to be the account. */
    @WithTransaction
    public Uni<Opened> begin(Account account) {
        var row = new SessionRow();
        row.family = "s-" + HexFormat.of().formatHex(bytes(8));
        row.login = account.login().text();
        row.version = account.version();
        row.begun = clock.instant();
        row.expires = row.begun.plus(config.sessionIdle());
        return Panache.getSession()
                .chain(session -> session.persist(row)
                        .chain(session::flush)
                        .chain(() -> open(session, row, account))
                        .invoke(() -> LOG.infof("session=%s login=%s state=begun", row.family, row.login)));
    }

    /** The next tokens for a refresh token. Fails with UNAUTHENTICATED for one that is none, too old or used before. */
    public Uni<Opened> refresh(String refresh) {
        return Panache.withTransaction(() -> turn(refresh))
                .map(next -> next.orElseThrow(() -> Failure.unauthenticated("The session is over; log in again")));
    }

    /** Ends the session of a refresh token, used or not. Doing it twice changes nothing. */
    @WithTransaction
    public Uni<Void> end(String refresh) {
        return Panache.getSession()
                .chain(session -> session.find(RefreshRow.class, hash(refresh))
                        .chain(row -> row == null
                                ? Uni.createFrom().voidItem()
                                : lock(session, row)
                                        .chain(it ->
                                                it == null ? Uni.createFrom().voidItem() : end(session, it, "ended"))));
    }

    /** Empty rather than failed where something must be kept all the same. */
    private Uni<Optional<Opened>> turn(String refresh) {
        Uni<Optional<Opened>> nothing = Uni.createFrom().item(Optional.empty());
        return Panache.getSession()
                .chain(session -> session.find(RefreshRow.class, hash(refresh))
                        .chain(row -> row == null
                                ? nothing
                                : lock(session, row).chain(it -> it == null ? nothing : turn(session, row, it))));
    }

    /** Of two requests with one refresh token the second sees what the first has done. */
    private static Uni<SessionRow> lock(Mutiny.Session session, RefreshRow row) {
        return session.find(SessionRow.class, row.family, LockModeType.PESSIMISTIC_WRITE)
                .call(found -> found == null ? Uni.createFrom().voidItem() : session.refresh(row));
    }

    private Uni<Optional<Opened>> turn(Mutiny.Session session, RefreshRow row, SessionRow it) {
        var now = clock.instant();
        if (row.used) {
            return end(session, it, "stolen").replaceWith(Optional.empty());
        }
        if (!now.isBefore(it.expires)) {
            return end(session, it, "expired").replaceWith(Optional.empty());
        }
        return accounts.findActive(it.login)
                .map(found -> found.filter(account -> account.version() == it.version))
                .chain(found -> {
                    if (found.isEmpty()) {
                        return end(session, it, "revoked").replaceWith(Optional.empty());
                    }
                    row.used = true;
                    var idle = now.plus(config.sessionIdle());
                    var life = it.begun.plus(config.sessionLife());
                    it.expires = idle.isBefore(life) ? idle : life;
                    return open(session, it, found.get()).map(Optional::of);
                });
    }

    private Uni<Opened> open(Mutiny.Session session, SessionRow it, Account account) {
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
        var row = new RefreshRow();
        row.hash = hash(secret);
        row.family = it.family;
        var proof = new Proof(Scope.ALL, Optional.of(it.family), Optional.of(it.expires));
        var token = tokens.forAccount(account, proof, config.sessionTokenLife());
        return session.persist(row)
                .chain(session::flush)
                .replaceWith(() -> new Opened(token.token(), token.expires(), secret, it.expires));
    }

    private Uni<Void> end(Mutiny.Session session, SessionRow it, String why) {
        LOG.infof("session=%s login=%s state=%s", it.family, it.login, why);
        var until = clock.instant().plus(config.sessionTokenLife());
        return session.createMutationQuery("delete from RefreshRow where family = :family")
                .setParameter("family", it.family)
                .executeUpdate()
                .chain(() -> session.createMutationQuery("delete from SessionRow where family = :family")
                        .setParameter("family", it.family)
                        .executeUpdate())
                .chain(() -> outbox.append(new KeyEvent.Revoked(it.login, it.family, until)));
    }

    private String hash(String secret) {
        return HexFormat.of().formatHex(box.hash("refresh " + secret));
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
