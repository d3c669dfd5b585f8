package dev.slipway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class Argon2idTest {
    /** Made by the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -e}. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void agreesWithTheReferenceImplementation() {
        assertThat(Argon2id.matches(REFERENCE, "password")).isTrue();
        assertThat(Argon2id.matches(REFERENCE, "Password")).isFalse();
    }

    /** What was made with other parameters stays good. */
    @Test
    void oneOfAnEarlierVersionIsChecked() {
        var earlier =
                "$argon2id$v=19$m=9216,t=4,p=1$ZWFybGllciBzYWx0IDE2Yg$E1yakcKc8PrWv7ptLBIq1Udu0ifItYgSAhEIV4tJMmM";
        assertThat(Argon2id.matches(earlier, "violet anchors drift")).isTrue();
        assertThat(Argon2id.matches(earlier, "violet anchors drifts")).isFalse();
    }

    @Test
    void hasTheParametersThatOwaspRecommendsAndASaltEachTime() {
        var random = new SecureRandom();
        var one = Argon2id.hash("a long enough text", random);
        var other = Argon2id.hash("a long enough text", random);
        assertThat(one).startsWith("$argon2id$v=19$m=7168,t=5,p=1$").isNotEqualTo(other);
        assertThat(Argon2id.matches(one, "a long enough text")).isTrue();
        assertThat(Argon2id.matches(other, "a long enough text")).isTrue();
        assertThat(Argon2id.matches(other, "a long enough texts")).isFalse();
    }
}
