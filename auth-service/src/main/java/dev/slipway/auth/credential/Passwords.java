package dev.slipway.auth.credential;

import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** The passwords of accounts; not every account has one. Who may set one is decided by the caller. */
@ApplicationScoped
public class Passwords {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final int TELLING_LOGIN = 3;
    /** The hash of a text nobody knows: who has no password is checked against it, for as long as anybody else. */
    private static final String NOBODYS =
            "$argon2id$v=19$m=7168,t=5,p=1$c2xpcHdheSBub2JvZHkhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static final String KEEP = """
            insert into password (login, hash, changed) values (?1, ?2, ?3)
            on conflict (login) do update set hash = excluded.hash, changed = excluded.changed""";

    private final Hashing hashing;
    private final Ldap ldap;
    private final Pool pool;
    private final SecureRandom random;
    private final InstantSource clock;

    Passwords(Hashing hashing, Ldap ldap, Pool pool, SecureRandom random, InstantSource clock) {
        this.hashing = hashing;
        this.ldap = ldap;
        this.pool = pool;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Goes on only for a password good enough for this account: 12 to 128 characters, none that is tried first, not with the
     * login in it.
     *
     * @throws Failure INVALID, naming the field {@code password}
     */
    public void check(String login, String password) {
        var length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw Failure.invalid("password", "%d to %d characters".formatted(SHORTEST, LONGEST));
        }
        if (login.length() >= TELLING_LOGIN
                && password.toLowerCase(Locale.ROOT).contains(login.toLowerCase(Locale.ROOT))) {
            throw Failure.invalid("password", "must not contain the login");
        }
        if (CommonPasswords.contains(password)) {
            throw Failure.invalid("password", "too common; others would guess it");
        }
    }

    /** Checks and hashes a password, to be kept later: hashing may have to wait, and no transaction should wait with it. */
    public Uni<PasswordHash> prepare(String login, String password) {
        return Uni.createFrom().deferred(() -> {
            check(login, password);
            return hashing.call(() -> new PasswordHash(login, Argon2id.hash(normal(password), random)));
        });
    }

    /** Keeps a prepared password in place of the old one, in the caller's transaction, which made the account. */
    public Uni<Void> keep(PasswordHash prepared) {
        return Panache.getSession()
                .chain(session -> session.flush()
                        .chain(() -> session.createNativeQuery(KEEP)
                                .setParameter(1, prepared.login())
                                .setParameter(2, prepared.phc())
                                .setParameter(3, clock.instant())
                                .executeUpdate()))
                .replaceWithVoid();
    }

    /** {@link #prepare} and {@link #keep} in one; joins the caller's transaction or makes one of its own. */
    public Uni<Void> set(String login, String password) {
        return prepare(login, password).chain(hash -> Panache.withTransaction(() -> keep(hash)));
    }

    /**
     * Whether this is the account's password, here or, when there is one, in the directory. Takes as long for a login that
     * has none or that is nobody's.
     */
    public Uni<Boolean> matches(String login, String password) {
        return matchesHere(login, password)
                .chain(here -> here || !ldap.isOn() ? Uni.createFrom().item(here) : ldap.matches(login, password));
    }

    /** Whether the account has a password here. */
    public Uni<Boolean> isSet(String login) {
        return hashOf(login).map(Optional::isPresent);
    }

    private Uni<Boolean> matchesHere(String login, String password) {
        if (password.length() > 2 * LONGEST) {
            return Uni.createFrom().item(false);
        }
        return hashOf(login)
                .chain(hash -> hashing.call(
                        () -> Argon2id.matches(hash.orElse(NOBODYS), normal(password)) && hash.isPresent()));
    }

    /** On a connection of its own, so that none is held while a login waits for its turn. */
    private Uni<Optional<String>> hashOf(String login) {
        return pool.preparedQuery("select hash from password where login = $1")
                .execute(Tuple.of(login))
                .map(rows -> {
                    for (var row : rows) {
                        return Optional.of(row.getString("hash"));
                    }
                    return Optional.empty();
                });
    }

    /** The same text, whatever keyboard it was typed on. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }
}
