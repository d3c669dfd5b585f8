package dev.slipway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.auth.Users;
import dev.slipway.platform.failure.Failure;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class PasswordsTest {
    private static final String GOOD = "violet anchors drift";

    @Inject
    Passwords passwords;

    @Inject
    Vertx vertx;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "elevenchars",
                "passwordpassword",
                "PasswordPassword",
                "P4$$w0rdpassw0rd",
                "qwertyuiopas",
                "Liverpool2024",
                "123456789012",
                "aaaaaaaaaaaaaaaaaaaa",
                "ababababababababab",
                "correctHorseBatteryStaple",
                "my name is Alice!"
            })
    void aBadOneIsRefusedAndTheFieldNamed(String password) {
        assertThatThrownBy(() -> passwords.check("alice", password))
                .isInstanceOfSatisfying(
                        Failure.class, it -> assertThat(it.kind()).isEqualTo(Failure.Kind.INVALID))
                .hasMessageStartingWith("password: ");
    }

    @Test
    void lengthIsCountedInCharacters() {
        assertThatCode(() -> passwords.check("alice", "xq".repeat(3) + "vkzt" + "8w" + "é"))
                .doesNotThrowAnyException();
        assertThatCode(() -> passwords.check("alice", "vk7zt🙂".repeat(21))).doesNotThrowAnyException();
        assertThatThrownBy(() -> passwords.check("alice", "vk7zt🙂".repeat(22))).hasMessageStartingWith("password: 12");
    }

    @Test
    void theOneThatWasSetMatchesAndNoOther() throws Throwable {
        var user = Users.fresh();
        var nobody = Users.freshLogin();
        assertThat(on(() -> passwords.matches(user.login(), GOOD))).isFalse();
        on(() -> passwords.set(user.login(), GOOD));
        assertThat(on(() -> passwords.matches(user.login(), GOOD))).isTrue();
        assertThat(on(() -> passwords.matches(user.login(), GOOD + "s"))).isFalse();
        assertThat(on(() -> passwords.matches(nobody, GOOD))).isFalse();
        on(() -> passwords.set(user.login(), "another long secret"));
        assertThat(on(() -> passwords.matches(user.login(), GOOD))).isFalse();
        assertThat(on(() -> passwords.matches(user.login(), "another long secret")))
                .isTrue();
    }

    @Test
    void aLetterIsTheSameHoweverItWasTyped() throws Throwable {
        var user = Users.fresh();
        on(() -> passwords.set(user.login(), "un été à Orléans"));
        assertThat(on(() -> passwords.matches(user.login(), "un e\u0301te\u0301 a\u0300 Orle\u0301ans")))
                .isTrue();
    }

    @Test
    void noEventLoopEverHashes() throws Throwable {
        var user = Users.fresh();
        on(() -> passwords.set(user.login(), GOOD));
        try (var watch = EventLoopWatch.over("org.bouncycastle.")) {
            var answers = on(() -> Uni.join()
                    .all(IntStream.range(0, 50)
                            .mapToObj(_ -> passwords.matches(user.login(), GOOD))
                            .toList())
                    .andFailFast());
            assertThat(answers).hasSize(50).containsOnly(true);
            assertThat(watch.looks()).isGreaterThan(20);
            assertThat(watch.seen()).isEmpty();
            // It would have been seen.
            vertx.runOnContext(_ -> IntStream.range(0, 5).forEach(_ -> Argon2id.hash(GOOD, new SecureRandom())));
            await().atMost(Duration.ofSeconds(60)).until(() -> !watch.seen().isEmpty());
        }
    }

    private static <T> T on(Supplier<Uni<T>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(work);
    }
}
