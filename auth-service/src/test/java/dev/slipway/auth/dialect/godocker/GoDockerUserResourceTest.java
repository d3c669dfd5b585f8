package dev.slipway.auth.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class GoDockerUserResourceTest {
    private static final String EXACTLY = "application/json; charset=UTF-8";

    @Test
    void theOwnerReadsTheWholeDocument() {
        var user = Users.fresh();
        user.asks()
                .get("/api/1.0/user/" + user.login())
                .then()
                .statusCode(200)
                .header("Content-Type", EXACTLY)
                .body("id", equalTo(user.login()))
                .body("uid", greaterThan(20_000))
                .body("gid", greaterThan(20_000))
                .body("sgids", empty())
                .body("email", equalTo(user.login() + "@example.org"))
                .body("homeDirectory", endsWith("/homes/" + user.login()))
                .body("admin", equalTo(false))
                .body("type", equalTo("local"))
                .body("last", greaterThan(1_700_000_000))
                .body("credentials.apikey", equalTo(user.key()))
                .body("credentials.public", equalTo(""))
                .body("credentials.private", equalTo(""))
                .body("usage.prio", equalTo(50))
                .body("usage.quota_time", equalTo(0))
                .body("usage.quota_cpu", equalTo(0))
                .body("usage.quota_ram", equalTo(0))
                .body("usage.quota_gpu", equalTo(0))
                .body("usage.disk", equalTo(0))
                .body("usage.guest_home", equalTo(0));
    }

    @Test
    void anAdministratorReadsEverybodyButNoKeyOfTheirs() {
        var user = Users.fresh();
        Users.admin()
                .asks()
                .get("/api/1.0/user/" + user.login())
                .then()
                .statusCode(200)
                .body("id", equalTo(user.login()))
                .body("credentials.apikey", equalTo(""))
                .body(not(containsString(user.key())));
    }

    @Test
    void theFirstAdministratorIsThere() {
        Users.admin()
                .asks()
                .get("/api/1.0/user/admin")
                .then()
                .statusCode(200)
                .body("uid", equalTo(20_000))
                .body("gid", equalTo(20_000))
                .body("admin", equalTo(true))
                .body("credentials.apikey", equalTo(Users.ADMIN_KEY));
    }

    @Test
    void othersAreForbiddenWhetherTheyExistOrNot() {
        var user = Users.fresh();
        for (var login : new String[] {Users.fresh().login(), "admin", "nobody-there"}) {
            user.asks()
                    .get("/api/1.0/user/" + login)
                    .then()
                    .statusCode(403)
                    .header("Content-Type", EXACTLY)
                    .body("msg", not(containsString(login)));
        }
    }

    @Test
    void anAdministratorIsToldWhoDoesNotExist() {
        for (var login : new String[] {"nobody-there", "Not%20A%20Login", "%00", "..%2f..%2fetc"}) {
            Users.admin()
                    .asks()
                    .urlEncodingEnabled(false)
                    .get("/api/1.0/user/" + login)
                    .then()
                    .statusCode(404)
                    .header("Content-Type", EXACTLY);
        }
    }

    @Test
    void case5_withoutAValidTokenNobodyReadsAnything() {
        given().get("/api/1.0/user/admin").then().statusCode(401).header("Content-Type", EXACTLY);
        given().auth()
                .oauth2("garbage")
                .get("/api/1.0/user/admin")
                .then()
                .statusCode(401)
                .header("Content-Type", EXACTLY);
    }
}
