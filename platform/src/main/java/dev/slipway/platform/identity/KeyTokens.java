package dev.slipway.platform.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The tokens that keys were exchanged for a moment ago, so that a program which sends its key with every request costs
 * auth-service one question in minutes. A revoked key is refused as its tokens are: within five seconds. Keys are not kept,
 * only their digests.
 */
@ApplicationScoped
class KeyTokens {
    private static final int MOST = 2000;
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final KeyExchange exchange;
    private final ConcurrentMap<String, KeyExchange.Exchanged> known = new ConcurrentHashMap<>();

    KeyTokens(KeyExchange exchange) {
        this.exchange = exchange;
    }

    Uni<Optional<String>> of(Optional<String> login, String key) {
        var digest = digest(login.orElse("") + ":" + key);
        var held = known.get(digest);
        return held != null && Instant.now().isBefore(held.until().minus(MARGIN))
                ? Uni.createFrom().item(Optional.of(held.token()))
                : exchange.exchange(login, key).map(found -> keep(digest, found));
    }

    /** The token a key was exchanged for is bad: the key may have been exchanged before its account changed. */
    void forget(Optional<String> login, String key) {
        known.remove(digest(login.orElse("") + ":" + key));
    }

    private Optional<String> keep(String digest, Optional<KeyExchange.Exchanged> found) {
        if (known.size() >= MOST) {
            known.clear();
        }
        found.ifPresent(it -> known.put(digest, it));
        return found.map(KeyExchange.Exchanged::token);
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
