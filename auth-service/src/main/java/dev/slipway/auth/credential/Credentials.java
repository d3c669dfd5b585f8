package dev.slipway.auth.credential;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The API key of each account. Every method joins the caller's session; who may call is decided by the caller. */
@ApplicationScoped
public class Credentials {
    private static final byte[] NO_KEY = new byte[32];

    private final SecretBox box;
    private final SecureRandom random;

    Credentials(SecretBox box, SecureRandom random) {
        this.box = box;
        this.random = random;
    }

    /** A new key in place of the old one, which is worthless from the commit on. */
    public Uni<ApiKey> renew(String login) {
        var key = ApiKey.fresh(random);
        return set(login, key).replaceWith(key);
    }

    /**
     * Takes over the key the settings name, unless they named the same one before: one that was regenerated because it
     * leaked must not come back with the next start.
     *
     * @return whether the account has another key now
     */
    public Uni<Boolean> configure(String login, ApiKey key) {
        var hash = box.hash(key.text());
        return find(ConfiguredKeyRow.class, login).chain(row -> {
            if (row != null && MessageDigest.isEqual(row.hash, hash)) {
                return Uni.createFrom().item(false);
            }
            var next = new ConfiguredKeyRow();
            next.login = login;
            next.hash = hash;
            return merge(next).chain(() -> set(login, key)).replaceWith(true);
        });
    }

    /** Whether this is the account's key; takes the same time for a wrong key and an unknown login. */
    public Uni<Boolean> fits(String login, String key) {
        var hash = box.hash(key);
        return find(ApiKeyRow.class, login)
                .map(row -> MessageDigest.isEqual(row == null ? NO_KEY : row.hash, hash) && row != null);
    }

    /** The key in clear, for its owner's eyes. */
    public Uni<ApiKey> reveal(String login) {
        return find(ApiKeyRow.class, login).map(row -> {
            if (row == null) {
                throw new IllegalStateException("No key of " + login);
            }
            return new ApiKey(new String(box.open(place(login), row.sealed), StandardCharsets.UTF_8));
        });
    }

    private Uni<Void> set(String login, ApiKey key) {
        var row = new ApiKeyRow();
        row.login = login;
        row.hash = box.hash(key.text());
        row.sealed = box.seal(place(login), key.text().getBytes(StandardCharsets.UTF_8));
        return merge(row);
    }

    private static String place(String login) {
        return "api-key of " + login;
    }

    private static <T> Uni<@Nullable T> find(Class<T> type, String login) {
        return Panache.getSession().chain(session -> session.find(type, login));
    }

    private static Uni<Void> merge(Object row) {
        return Panache.getSession().chain(session -> session.merge(row)).replaceWithVoid();
    }
}
