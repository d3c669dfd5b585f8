package dev.slipway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.Limits;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class AccountEditTest {
    @Test
    void theAccountItselfChangesWhatItSaysOfItself() {
        var user = Users.fresh();
        edit(
                        user,
                        user,
                        Map.of(
                                "email",
                                "new@example.org",
                                "display_name",
                                "Alice A.",
                                "public_keys",
                                List.of(ValuesTest.KEY)))
                .statusCode(200)
                .body("email", equalTo("new@example.org"))
                .body("display_name", equalTo("Alice A."))
                .body("public_keys", contains(ValuesTest.KEY))
                .body("version", equalTo(1));
        edit(user, user, Map.of("email", ""))
                .statusCode(200)
                .body("email", equalTo(""))
                .body("display_name", equalTo("Alice A."));
    }

    @Test
    void whatAdministratorsGrantIsTheirsToChange() {
        var user = Users.fresh();
        for (var body : List.of(
                Map.of("priority", 99),
                Map.of("admin", true),
                Map.of("home", "/root"),
                Map.of("limits", Map.of("cpu", 1)))) {
            edit(user, user, body).statusCode(403);
        }
        edit(user, user, Map.of("priority", 50, "admin", false, "display_name", "x"))
                .statusCode(200);
        edit(
                        Users.admin(),
                        user,
                        Map.of(
                                "priority",
                                99,
                                "home",
                                "/data/x",
                                "limits",
                                Map.of("time", 1, "cpu", 2, "ram", 3, "gpu", 4, "disk", 5)))
                .statusCode(200)
                .body("priority", equalTo(99))
                .body("home", equalTo("/data/x"))
                .body("limits.disk", equalTo(5));
        var told = (AccountEvent.Changed) Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed now
                        && now.account().equals(user.login())
                        && now.priority() == 99);
        assertThat(told.limits()).isEqualTo(new Limits(1, 2, 3, 4, 5));
        assertThat(told.home()).isEqualTo("/data/x");
    }

    @Test
    void anAdministratorNoMoreLosesTheTokensThatSayOtherwise() {
        var user = Users.fresh();
        edit(Users.admin(), user, Map.of("admin", true))
                .statusCode(200)
                .body("roles", contains("admin", "user"))
                .body("version", equalTo(1));
        edit(Users.admin(), user, Map.of("admin", false))
                .statusCode(200)
                .body("roles", contains("user"))
                .body("version", equalTo(2));
    }

    @Test
    void theLastActiveAdministratorStaysOne() {
        othersAreNoAdministrators();
        edit(Users.admin(), Users.admin(), Map.of("admin", false)).statusCode(409);
        var other = Users.fresh();
        edit(Users.admin(), other, Map.of("admin", true)).statusCode(200);
        edit(other, other, Map.of("admin", false)).statusCode(200);
        edit(Users.admin(), Users.admin(), Map.of("admin", false))
                .statusCode(409)
                .body("type", equalTo("urn:slipway:account.last_admin"));
    }

    /** Other tests make some. */
    private static void othersAreNoAdministrators() {
        List<String> others = Users.admin()
                .asks()
                .get("/api/v1/accounts?limit=1000")
                .then()
                .statusCode(200)
                .extract()
                .path("accounts.findAll { it.roles.contains('admin') && it.login != 'admin' }.login");
        for (var login : others) {
            edit(Users.admin(), new User(login, ""), Map.of("admin", false)).statusCode(200);
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        var user = Users.fresh();
        edit(user, user, Map.of("email", "nowhere")).statusCode(400).body("detail", startsWith("email"));
        edit(user, user, Map.of("public_keys", List.of("rm -rf /")))
                .statusCode(400)
                .body("detail", startsWith("public_keys"));
        edit(user, user, Map.of("display_name", "a\nb")).statusCode(400).body("detail", startsWith("display_name"));
        edit(Users.admin(), user, Map.of("priority", 101)).statusCode(400).body("detail", startsWith("priority"));
        edit(Users.admin(), user, Map.of("limits", Map.of("gpu", -1)))
                .statusCode(400)
                .body("detail", startsWith("limits.gpu"));
    }

    @Test
    void aStrangerLearnsNothing() {
        var user = Users.fresh();
        var stranger = Users.fresh();
        edit(stranger, user, Map.of("email", "x@example.org")).statusCode(404);
        edit(stranger, new User("nobody-there", ""), Map.of("email", "x@example.org"))
                .statusCode(404);
        edit(Users.admin(), new User("nobody-there", ""), Map.of("email", "x@example.org"))
                .statusCode(404);
    }

    private static ValidatableResponse edit(User who, User whom, Map<String, ?> body) {
        return who.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .patch("/api/v1/accounts/" + whom.login())
                .then();
    }
}
