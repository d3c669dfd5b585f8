package dev.slipway.task.share;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens of shares: the id, and what only this suite can compute of it. Nothing is stored from which a token could be
 * made, and yet the owner can be shown the same one again; a made up token is refused without a look at the store.
 */
@ApplicationScoped
class ShareTokens {
    private static final int BYTES = 16;
    /** Characters of {@link #BYTES} bytes. */
    private static final int LENGTH = 22;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom chance = new SecureRandom();
    private final SecretKeySpec key;

    ShareTokens(ShareConfig config) {
        this.key = new SecretKeySpec(
                mac(new SecretKeySpec(config.key().getBytes(StandardCharsets.UTF_8), ALGORITHM), "task shares v1"),
                ALGORITHM);
    }

    /** The id of a new share. */
    String freshId() {
        var bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        return TEXT.encodeToString(bytes);
    }

    /** Its token: letters, digits, {@code -} and {@code _}. */
    String of(String id) {
        return id + proof(id);
    }

    /** The id of a token of ours; empty for anything else. */
    Optional<String> idOf(String token) {
        if (token.length() != 2 * LENGTH) {
            return Optional.empty();
        }
        var id = token.substring(0, LENGTH);
        var same = MessageDigest.isEqual(
                token.substring(LENGTH).getBytes(StandardCharsets.UTF_8),
                proof(id).getBytes(StandardCharsets.UTF_8));
        return same ? Optional.of(id) : Optional.empty();
    }

    private String proof(String id) {
        return TEXT.encodeToString(mac(key, id)).substring(0, LENGTH);
    }

    static byte[] mac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
