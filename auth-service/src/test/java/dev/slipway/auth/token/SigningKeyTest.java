package dev.slipway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    private final SigningKey key = SigningKey.fresh(KeyPurpose.TOKENS, new SecureRandom());

    @Test
    void isTheSameAfterARestart() {
        var read = SigningKey.decode(
                KeyPurpose.TOKENS,
                key.publicKey().getEncoded(),
                key.privateKey().getEncoded());
        assertThat(read).isEqualTo(key);
    }

    @Test
    void publishesNothingPrivate() {
        assertThat(key.toJwk().toJson(OutputControlLevel.PUBLIC_ONLY))
                .contains("\"kty\":\"EC\"", "\"crv\":\"P-256\"", "\"alg\":\"ES256\"", "\"use\":\"sig\"", key.kid())
                .doesNotContain("\"d\"");
        assertThat(key).hasToString("SigningKey[" + key.kid() + "]");
    }
}
