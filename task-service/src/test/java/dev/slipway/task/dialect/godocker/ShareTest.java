package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.JSON;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Share tokens as GO-Docker's clients know them: cases 97 to 99; and the token for other services. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(ShareTest.WithSecret.class)
class ShareTest {
    private static final String SECRET = "test-only-shared-secret-of-32-chars";

    /** Other services share a secret with this one. */
    public static class WithSecret implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.task.share.shared-secret", SECRET);
        }
    }

    @Inject
    Pool database;

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : List.of("shea", "snoop")) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @BeforeEach
    void accounts() {
        Accounts.announce("shea", 4600);
        Accounts.announce("snoop", 4601);
    }

    private static String share(long id) {
        return as("shea")
                .get(TASK + "/" + id + "/share")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .extract()
                .path("token");
    }

    private static RequestSpecification with(String token) {
        return given().header("X-GODOCKER-SHARE", token);
    }

    @Test
    void case97TheTokenOpensTheTaskWithoutALogin() {
        var id = submit("shea", task(""));
        var token = share(id);
        assertThat(share(id)).isEqualTo(token).matches("[A-Za-z0-9_-]{44}");
        with(token).get(TASK + "/" + id).then().statusCode(200).body("id", equalTo((int) id));
        given().get(TASK + "/" + id + "?share=" + token)
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("id", equalTo((int) id));
        as("snoop")
                .header("X-GODOCKER-SHARE", token)
                .get(TASK + "/" + id)
                .then()
                .statusCode(200);
        as("shea").get(TASK + "/" + id).then().statusCode(200);
        as("snoop").get(TASK + "/" + id).then().statusCode(403);
        given().get(TASK + "/" + id).then().statusCode(401);
        given().header("Authorization", "Bearer rubbish")
                .get(TASK + "/" + id)
                .then()
                .statusCode(401);
        as("snoop").get(TASK + "/" + id + "/share").then().statusCode(403);
        as("snoop").get(TASK + "/" + id + "/unshare").then().statusCode(403);
        internal(id, token).then().statusCode(200).body("owner", equalTo("shea"));
        internal(id, "x").then().statusCode(403);
        as("shea").get("/internal/tasks/" + id + "/share/" + token).then().statusCode(403);
    }

    private static io.restassured.response.Response internal(long id, String token) {
        return given().header("Authorization", "Bearer " + Tokens.service("storage-service"))
                .get("/internal/tasks/" + id + "/share/" + token);
    }

    @Test
    void case98ARevokedTokenOpensNothingAndTheNextIsAnother() {
        var id = submit("shea", task(""));
        var token = share(id);
        as("shea").get(TASK + "/" + id + "/unshare").then().statusCode(200).header("Content-Type", JSON);
        with(token).get(TASK + "/" + id).then().statusCode(403);
        internal(id, token).then().statusCode(403);
        assertThat(share(id)).isNotEqualTo(token);
        var own = own(id, "{}");
        as("shea").get(TASK + "/" + id + "/unshare").then().statusCode(200);
        with(own).get(TASK + "/" + id).then().statusCode(200);
        as("shea").get(TASK + "/" + id + "/unshare").then().statusCode(200);
    }

    @Test
    void case99TheTokenChangesNothingAndOpensNoOtherTask() {
        var id = submit("shea", task(""));
        var other = submit("shea", task(""));
        var token = share(id);
        var no = anyOf(equalTo(401), equalTo(403));
        with(token).delete(TASK + "/" + id).then().statusCode(no);
        with(token).get(TASK + "/" + id + "/share").then().statusCode(no);
        with(token).get(TASK + "/" + id + "/pending").then().statusCode(no);
        with(token).get(TASK + "/" + other).then().statusCode(403);
        with("x".repeat(44)).get(TASK + "/" + id).then().statusCode(403);
        with(token.substring(0, 43) + "_").get(TASK + "/" + id + "9999").then().statusCode(403);
        as("shea").get(TASK + "/" + id).then().body("status.primary", equalTo("pending"));
    }

    @Test
    void ownSharesExpireAreCountedAndRevoked() {
        var id = submit("shea", task(""));
        var path = "/api/v1/tasks/" + id + "/shares";
        var made = as("shea")
                .body("{\"scope\":\"rerun\",\"expires_in\":3600,\"max_uses\":2}")
                .post(path)
                .then()
                .statusCode(201)
                .body("scope", equalTo("rerun"))
                .body("uses", equalTo(0))
                .extract()
                .jsonPath();
        String token = made.get("token");
        with(token).get(TASK + "/" + id).then().statusCode(200);
        with(token).get(TASK + "/" + id).then().statusCode(200);
        with(token).get(TASK + "/" + id).then().statusCode(403);
        as("shea")
                .get(path)
                .then()
                .statusCode(200)
                .body("shares[0].uses", equalTo(2))
                .body("shares[0].token", equalTo(null));
        as("snoop").get(path).then().statusCode(404);
        as("snoop").body("{}").post(path).then().statusCode(404);
        as("snoop").delete(path + "/" + made.get("id")).then().statusCode(404);
        as("shea").delete(path + "/" + made.get("id")).then().statusCode(204);
        as("shea").delete(path + "/" + made.get("id")).then().statusCode(404);
        as("shea").body("{\"scope\":\"write\"}").post(path).then().statusCode(400);
        as("shea").body("{\"expires_in\":0}").post(path).then().statusCode(400);
        as("shea").body("{\"max_uses\":\"many\"}").post(path).then().statusCode(400);
    }

    private static String own(long id, String wish) {
        return as("shea")
                .body(wish)
                .post("/api/v1/tasks/" + id + "/shares")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    @Test
    void aChildIsSharedBeforeItHasBegun() {
        var array = submit("shea", task("").replace("\"values\":null", "\"values\":\"1:3\""));
        var child = array + 2;
        var token = share(child);
        assertThat(share(child)).isEqualTo(token);
        with(token).get(TASK + "/" + child).then().statusCode(200).body("parent_task_id", equalTo((int) array));
        with(token).get(TASK + "/" + (child + 1)).then().statusCode(403);
        internal(child, token).then().statusCode(200).body("owner", equalTo("shea"));
        var own = own(child, "{}");
        as("shea").get(TASK + "/" + child + "/unshare").then().statusCode(200);
        with(token).get(TASK + "/" + child).then().statusCode(403);
        with(own).get(TASK + "/" + child).then().statusCode(200);
        as("shea").delete(TASK + "/" + array).then().statusCode(200);
        as("shea").delete(TASK + "/" + array + "/archive").then().statusCode(200);
        with(own).get(TASK + "/" + child).then().statusCode(403);
    }

    @Test
    void aTaskHasSoManySharesAndNoMore() {
        var id = submit("shea", task(""));
        database.preparedQuery("""
                        insert into share (id, task, scope, everlasting, made_by, made_at, uses)
                        select 'many-' || it, $1, 'read', false, 'shea', now(), 0 from generate_series(1, 99) as it""").execute(Tuple.of(id)).await().indefinitely();
        own(id, "{}");
        var path = "/api/v1/tasks/" + id + "/shares";
        as("shea").body("{}").post(path).then().statusCode(429);
        as("shea").delete(path + "/many-1").then().statusCode(204);
        own(id, "{}");
    }

    @Test
    void aRunThatIsRefusedUsesUpNoToken() {
        var id = submit("shea", task(""));
        var again = "/api/v1/tasks/" + id + "/rerun";
        var token = own(id, "{\"scope\":\"rerun\",\"max_uses\":1}");
        as("snoop")
                .body("{\"share\":\"%s\",\"project\":\"not-mine\"}".formatted(token))
                .post(again)
                .then()
                .statusCode(403)
                .body("detail", startsWith("project: "));
        as("snoop").body("{\"share\":\"" + token + "\"}").post(again).then().statusCode(201);
    }

    @Test
    void whoMayRunItAgainGetsATaskOfTheirOwn() {
        var id = submit("shea", task(""));
        var again = "/api/v1/tasks/" + id + "/rerun";
        var rerun = "{\"share\":\"" + own(id, "{\"scope\":\"rerun\",\"max_uses\":1}") + "\"}";
        given().contentType("application/json").body(rerun).post(again).then().statusCode(401);
        as("snoop").body("{}").post(again).then().statusCode(404);
        as("snoop")
                .body("{\"share\":\"" + own(id, "{\"scope\":\"read\"}") + "\"}")
                .post(again)
                .then()
                .statusCode(403);
        as("snoop")
                .body(rerun)
                .post(again)
                .then()
                .statusCode(201)
                .body("owner", equalTo("snoop"))
                .body("id", not(equalTo((int) id)));
        as("snoop").body(rerun).post(again).then().statusCode(403);
    }

    @Test
    void anExpiredShareOpensNothing() {
        var id = submit("shea", task(""));
        var everlasting = share(id);
        var token = own(id, "{\"expires_in\":3600}");
        with(token).get(TASK + "/" + id).then().statusCode(200);
        internal(id, token).then().statusCode(200);
        database.query("update share set expires_at = now() - interval '1 second' where task = " + id
                        + " and expires_at is not null")
                .executeAndAwait();
        with(token).get(TASK + "/" + id).then().statusCode(403);
        internal(id, token).then().statusCode(403);
        with(everlasting).get(TASK + "/" + id).then().statusCode(200);
    }

    @Test
    void theTokenForOtherServicesIsSignedWithTheSharedSecret() throws GeneralSecurityException {
        var id = submit("shea", task(""));
        String token = as("shea")
                .get(TASK + "/" + id + "/token")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
        var parts = token.split("\\.", -1);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
        assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(signature);
        var claims = JsonPath.from(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertThat(claims.getString("aud")).isEqualTo("urn:godocker/api");
        assertThat(claims.getLong("task.id")).isEqualTo(id);
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(300);
        assertThat(claims.getString("task.command")).isNull();
        as("snoop").get(TASK + "/" + id + "/token").then().statusCode(403);
    }
}
