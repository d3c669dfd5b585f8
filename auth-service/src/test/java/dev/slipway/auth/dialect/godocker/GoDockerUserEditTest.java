package dev.slipway.auth.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class GoDockerUserEditTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFExeNejQ8anVDDcdzlmGqX/IgPFq9IC5hWMtSm/k3I5 alice@laptop";

    @Test
    void case7_aNewKeyEndsTheOldOne() {
        var user = Users.fresh();
        String key = user.asks()
                .contentType(ContentType.JSON)
                .delete("/api/1.0/user/" + user.login() + "/apikey")
                .then()
                .statusCode(200)
                .header("Content-Type", "application/json; charset=UTF-8")
                .body("apikey", matchesPattern("[A-Z0-9]{32}"))
                .extract()
                .path("apikey");
        given().body(Map.of("user", user.login(), "apikey", user.key()))
                .contentType(ContentType.JSON)
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(401);
        assertThat(Users.tokenOf(user.login(), key)).isNotEmpty();
        var stranger = Users.fresh();
        stranger.asks()
                .delete("/api/1.0/user/" + user.login() + "/apikey")
                .then()
                .statusCode(403);
    }

    @Test
    void case84_aUserIsReadByItselfAndByAdministrators() {
        var user = Users.fresh();
        user.asks().get("/api/1.0/user/" + user.login()).then().statusCode(200);
        Users.fresh().asks().get("/api/1.0/user/" + user.login()).then().statusCode(403);
        Users.admin().asks().get("/api/1.0/user/" + user.login()).then().statusCode(200);
    }

    @Test
    void case85_aUserSendsBackItsDocumentAndThePriorityStays() {
        var user = Users.fresh();
        var document = document(user, user);
        usage(document).put("prio", 100);
        usage(document).put("quota_cpu", 1000);
        document.put("admin", true);
        document.put("homeDirectory", "/root");
        document.put("uid", 0);
        document.put("email", "new@example.org");
        credentials(document).put("public", KEY);
        put(user, user, document)
                .statusCode(200)
                .body("usage.prio", equalTo(50))
                .body("usage.quota_cpu", equalTo(0))
                .body("admin", equalTo(false))
                .body("uid", not(equalTo(0)))
                .body("homeDirectory", not(equalTo("/root")))
                .body("email", equalTo("new@example.org"))
                .body("credentials.public", equalTo(KEY))
                .body("credentials.apikey", equalTo(user.key()));
        assertThat(document(user, user))
                .containsEntry("email", "new@example.org")
                .containsEntry("admin", false);
    }

    @Test
    void case86_anAdministratorChangesThePriorityAndAllAreTold() {
        var user = Users.fresh();
        var document = document(Users.admin(), user);
        usage(document).put("prio", 100);
        usage(document).put("quota_time", 3600);
        usage(document).put("quota_ram", 64);
        put(Users.admin(), user, document)
                .statusCode(200)
                .body("usage.prio", equalTo(100))
                .body("usage.quota_time", equalTo(3600))
                .body("usage.quota_ram", equalTo(64))
                .body("usage.quota_cpu", equalTo(0))
                .body("credentials.apikey", equalTo(""));
        var told = (AccountEvent.Changed) Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed now
                        && now.account().equals(user.login())
                        && now.priority() == 100);
        assertThat(told.limits().seconds()).isEqualTo(3600);
        assertThat(told.limits().ramGb()).isEqualTo(64);
        assertThat(told.version()).isEqualTo(1);
        assertThat(user.key())
                .isEqualTo(document(user, user).get("credentials") instanceof Map<?, ?> it ? it.get("apikey") : "");
    }

    @Test
    void aPartOfADocumentChangesThatPart() {
        var user = Users.fresh();
        put(user, user, Map.of("credentials", Map.of("public", KEY))).statusCode(200);
        put(user, user, Map.of())
                .statusCode(200)
                .body("credentials.public", equalTo(KEY))
                .body("email", equalTo(user.login() + "@example.org"));
        put(user, user, Map.of("credentials", Map.of("public", "")))
                .statusCode(200)
                .body("credentials.public", equalTo(""));
    }

    @Test
    void whatIsWrongIsNamed() {
        var user = Users.fresh();
        put(user, user, Map.of("email", "nowhere")).statusCode(400).body("msg", startsWith("email"));
        put(user, user, Map.of("credentials", Map.of("public", "$(id)")))
                .statusCode(400)
                .body("msg", startsWith("credentials.public"));
        put(Users.admin(), user, Map.of("usage", Map.of("prio", 101)))
                .statusCode(400)
                .body("msg", startsWith("usage.prio"));
        put(Users.admin(), user, Map.of("usage", Map.of("quota_cpu", "x"))).statusCode(400);
        put(Users.admin(), user, Map.of("usage", Map.of("quota_cpu", -1)))
                .statusCode(400)
                .body("msg", startsWith("usage.quota_cpu"));
    }

    @Test
    void othersDocumentsAreNotTheirsToChange() {
        var user = Users.fresh();
        put(Users.fresh(), user, Map.of("email", "x@example.org")).statusCode(403);
        put(Users.admin(), new User("nobody-there", ""), Map.of("email", "x@example.org"))
                .statusCode(404);
    }

    @Test
    void case100_aListIsForAdministratorsAndHasNobodysKey() {
        var one = Users.fresh();
        var other = Users.fresh();
        one.asks().get("/api/1.0/user").then().statusCode(403);
        Users.admin()
                .asks()
                .get("/api/1.0/user")
                .then()
                .statusCode(200)
                .body("id", hasItems("admin", one.login(), other.login()))
                .body(not(containsString(one.key())))
                .body(not(containsString(Users.ADMIN_KEY)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> document(User who, User whom) {
        return new HashMap<>(who.asks().get("/api/1.0/user/" + whom.login()).as(Map.class));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> usage(Map<String, Object> document) {
        return (Map<String, Object>) document.get("usage");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> credentials(Map<String, Object> document) {
        return (Map<String, Object>) document.get("credentials");
    }

    private static ValidatableResponse put(User who, User whom, Map<String, ?> document) {
        return who.asks()
                .contentType(ContentType.JSON)
                .body(document)
                .put("/api/1.0/user/" + whom.login())
                .then();
    }
}
