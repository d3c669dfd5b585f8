package dev.slipway.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.auth.account.Accounts;
import dev.slipway.platform.identity.TokenHeader;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
class RotationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    SigningKeys keys;

    @Inject
    TokenConfig config;

    @Inject
    Accounts accounts;

    @Inject
    Pool pool;

    @Test
    void aNewKeyIsKnownBeforeItSignsAndTheOldOnesTokensStayGood() {
        var user = Users.fresh();
        var old = user.token();
        var first = TokenHeader.of(old).kid();
        var before = count("ES256");
        rotate();
        assertThat(count("ES256")).isEqualTo(before + 1);
        assertThat(count("ES384")).isGreaterThan(1);
        given().get("/.well-known/jwks.json")
                .then()
                .body("keys.kid", hasItem(first))
                .body("keys", hasSize(before + 1));
        rotate();
        assertThat(count("ES256")).isEqualTo(before + 1);
        await().atMost(PATIENCE).until(() -> !TokenHeader.of(user.token()).kid().equals(first));
        var next = user.token();
        given().get("/.well-known/jwks.json")
                .then()
                .body("keys.kid", hasItem(TokenHeader.of(next).kid()));
        sees(200, old, user);
        sees(200, next, user);
    }

    private static void rotate() {
        Users.admin().asks().post("/api/v1/tokens/keys/rotate").then().statusCode(200);
    }

    private static int count(String algorithm) {
        return keys().getList("keys.findAll { it.algorithm == '%s' }".formatted(algorithm))
                .size();
    }

    private static JsonPath keys() {
        return Users.admin()
                .asks()
                .get("/api/v1/tokens/keys")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /**
     * A key that another test made and that does not sign yet would be taken for one of this test. It signs from now on, and is
     * not deleted: the service might sign with it before it reads its keys again.
     */
    @BeforeEach
    void noKeyWaits() {
        pool.query("update signing_key set signs_from = now() where signs_from > now()")
                .execute()
                .await()
                .atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> signing() == stored());
    }

    /** How many keys the service knows that may sign by now. */
    private static long signing() {
        return keys().getList("keys.findAll { it.algorithm == 'ES256' }.signs_from", String.class).stream()
                .filter(it -> !Instant.parse(it).isAfter(Instant.now()))
                .count();
    }

    private int stored() {
        return pool.query("select count(*) as it from signing_key where purpose = 'tokens'")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger("it");
    }

    @Test
    void whoReplacedThemIsNoted() {
        rotate();
        Users.admin()
                .asks()
                .get("/api/v1/audit?account=signing-key/tokens")
                .then()
                .statusCode(200)
                .body("entries.action", hasItem("signing-key.rotate"))
                .body("entries.actor", hasItem("admin"));
    }

    @Test
    void onlyAnAdministratorReplacesKeys() {
        Users.fresh().asks().post("/api/v1/tokens/keys/rotate").then().statusCode(403);
        Users.fresh().asks().get("/api/v1/tokens/keys").then().statusCode(403);
        given().post("/api/v1/tokens/keys/rotate").then().statusCode(401);
    }

    /** Case 6: Galaxy asks for a token once and never again. */
    @Test
    void case6_aTokenOfThirtyDaysAgoIsStillAccepted() throws Throwable {
        var user = Users.fresh();
        var account = VertxContextSupport.subscribeAndAwait(() -> accounts.findActive(user.login()))
                .orElseThrow();
        var then = Instant.now().minus(Duration.ofDays(30));
        var token = new Tokens(keys, config, () -> then)
                .forAccount(account, Proof.OWN, config.accountLife())
                .token();
        sees(200, token, user);
        var before = Instant.now().minus(Duration.ofDays(181));
        var tooOld = new Tokens(keys, config, () -> before)
                .forAccount(account, Proof.OWN, config.accountLife())
                .token();
        sees(401, tooOld, user);
        assertThat(TokenHeader.of(token).algorithm()).isEqualTo("ES256");
    }

    private static void sees(int status, String token, User user) {
        given().auth().oauth2(token).get("/api/1.0/user/" + user.login()).then().statusCode(status);
    }
}
