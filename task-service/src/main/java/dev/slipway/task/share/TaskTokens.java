package dev.slipway.task.share;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/**
 * Short-lived tokens that tell services outside the suite of a task: a JWT signed with HS256 and the secret they share with
 * us. Ours accept none of them.
 */
@ApplicationScoped
public class TaskTokens {
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final ShareConfig config;
    private final InstantSource clock;

    TaskTokens(ShareConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** A token with these members beside {@code iss}, {@code aud}, {@code iat}, {@code exp} and {@code jti}. */
    public String sign(String audience, ObjectNode members) {
        var secret = config.sharedSecret()
                .filter(it -> !it.isBlank())
                .orElseThrow(() -> Failure.unavailable("No secret is shared with other services here"));
        var now = clock.instant();
        var claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", "slipway").put("aud", audience);
        claims.put("iat", now.getEpochSecond())
                .put("exp", now.plus(config.tokenLife()).getEpochSecond())
                .put("jti", UUID.randomUUID().toString());
        claims.setAll(members);
        var text = encode(HEADER) + "." + encode(claims.toString());
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return text + "." + TEXT.encodeToString(ShareTokens.mac(key, text));
    }

    private static String encode(String text) {
        return TEXT.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
