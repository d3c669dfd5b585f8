package dev.slipway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.failure.Failure;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be in an account, and what may not. */
class ValuesTest {
    /** A public key made for these tests, its private half thrown away. */
    public static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFExeNejQ8anVDDcdzlmGqX/IgPFq9IC5hWMtSm/k3I5 alice@laptop";

    @ParameterizedTest
    @ValueSource(strings = {"a", "alice", "_svc", "a-b_c9", "a.b", "abcdefghijklmnopqrstuvwxyz012345"})
    void theseAreLogins(String text) {
        assertThat(Login.fromString(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Alice",
                "9lives",
                "-x",
                "a b",
                "a/b",
                "..",
                "a\n",
                "ä",
                "a:b",
                "abcdefghijklmnopqrstuvwxyz0123456"
            })
    void theseAreNot(String text) {
        refuses(() -> new Login(text), "login");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 65_534, 65_535, Integer.MIN_VALUE})
    void idsOfTheMachineAreNobodys(int id) {
        refuses(() -> new UnixUser(id, 1000, List.of(), "/h"), "uid");
        refuses(() -> new UnixUser(1000, id, List.of(), "/h"), "gid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "home/alice",
                "/",
                "//",
                "/home/../etc",
                "/home/.",
                "/home//a",
                "/home/",
                "/a:b",
                "/a,b",
                "/a\nb"
            })
    void homesThatCouldEscapeOrBreakAMountAreRefused(String home) {
        refuses(() -> new UnixUser(1000, 1000, List.of(), home), "home");
    }

    @Test
    void aLongHomeIsRefused() {
        refuses(() -> new UnixUser(1000, 1000, List.of(), "/" + "a".repeat(1024)), "home");
    }

    @Test
    void anOrdinaryHomeIsTaken() {
        assertThat(new UnixUser(1000, 1000, List.of(1100), "/srv/..data/alice b").home())
                .isEqualTo("/srv/..data/alice b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a@b", "alice.b+c@lab.example.org"})
    void theseAreAddressesOrNone(String text) {
        assertThat(new Email(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "@b",
                "a@",
                "a@b@c",
                "a b@c",
                "a@b\r\nBcc: x@y",
                "a@-b",
                "a@b-",
                "\"x\"@b",
                "a@b,c@d",
                " "
            })
    void theseAreNoAddresses(String text) {
        refuses(() -> new Email(text), "email");
    }

    @Test
    void aPublicKeyIsALineOfAuthorizedKeysWithoutOptions() {
        assertThat(Profile.of(Email.NONE).withPublicKeys(List.of(KEY)).publicKeys())
                .containsExactly(KEY);
        for (var line : List.of(
                "",
                "ssh-ed25519",
                "command=\"id\" " + KEY,
                KEY + "\nssh-rsa AAAA",
                KEY.replace("ed25519", "rsa"),
                "ssh-ed25519 bm90IGEga2V5IGF0IGFsbA== x",
                "-----BEGIN OPENSSH PRIVATE KEY-----")) {
            refuses(() -> Profile.of(Email.NONE).withPublicKeys(List.of(line)), "public_keys");
        }
        refuses(() -> Profile.of(Email.NONE).withPublicKeys(Collections.nCopies(51, KEY)), "public_keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\nb", "a\0"})
    void aDisplayNameIsOneLineOfText(String name) {
        refuses(() -> Profile.of(Email.NONE).withDisplayName(name), "display_name");
        refuses(() -> Profile.of(Email.NONE).withDisplayName("a".repeat(81)), "display_name");
    }

    @Test
    void prioritiesAndLimitsHaveBounds() {
        refuses(() -> Rights.initial(false).withPriority(101), "priority");
        refuses(() -> Rights.initial(false).withPriority(-1), "priority");
        refuses(() -> Rights.initial(false).withLimits(new Limits(0, 0, -1, 0, 0)), "limits.ram");
        refuses(() -> Rights.initial(false).withLimits(new Limits(0, 0, 0, 0, Long.MAX_VALUE)), "limits.disk");
    }

    private static void refuses(ThrowingCallable making, String field) {
        assertThatThrownBy(making)
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Failure.Kind.INVALID))
                .hasMessageStartingWith(field + ": ");
    }
}
