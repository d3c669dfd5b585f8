package dev.slipway.auth.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final byte[] SECRET = "A1B2C3D4E5".getBytes(UTF_8);

    private final SecretBox box = box(1);

    @Test
    void opensWhatItSealedAlsoAfterARestart() {
        assertThat(box(1).open("key of alice", box.seal("key of alice", SECRET)))
                .isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        assertThat(box.seal("key of alice", SECRET)).isNotEqualTo(box.seal("key of alice", SECRET));
    }

    @Test
    void showsNothingOfTheSecret() {
        assertThat(new String(box.seal("key of alice", SECRET), UTF_8)).doesNotContain("A1B2");
    }

    @Test
    void aRowCopiedOverAnotherOpensNothing() {
        var sealed = box.seal("key of alice", SECRET);
        assertThatThrownBy(() -> box.open("key of bob", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherMasterKeyOpensNothingAndTheMessageSaysWhy() {
        var sealed = box.seal("key of alice", SECRET);
        assertThatThrownBy(() -> box(2).open("key of alice", sealed)).hasMessageContaining("SLIPWAY_MASTER_KEY");
    }

    @Test
    void aChangedByteIsNoticed() {
        var sealed = box.seal("key of alice", SECRET);
        for (int i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open("key of alice", changed)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> box.open("key of alice", new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHashIsStableAndWorthNothingWithoutTheMasterKey() {
        assertThat(box.hash("A1B2C3D4E5")).isEqualTo(box(1).hash("A1B2C3D4E5")).hasSize(32);
        assertThat(box.hash("A1B2C3D4E5")).isNotEqualTo(box(2).hash("A1B2C3D4E5"));
        assertThat(box.hash("A1B2C3D4E5")).isNotEqualTo(box.hash("A1B2C3D4E6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64 not base64 not base64 not base64"})
    void aMasterKeyThatIsNoneIsRefusedAndNotQuoted(String key) {
        assertThatThrownBy(() -> new SecretBox(key, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining("not base64")
                .hasNoCause();
    }

    private static SecretBox box(int seed) {
        var master = new byte[32];
        master[0] = (byte) seed;
        return new SecretBox(Base64.getEncoder().encodeToString(master), new SecureRandom());
    }
}
