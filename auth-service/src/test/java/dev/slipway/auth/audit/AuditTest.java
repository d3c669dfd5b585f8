package dev.slipway.auth.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.auth.project.SomeProject;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class AuditTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Test
    void whoDidWhatToWhomWhenAndFromWhere() {
        var user = Users.fresh();
        Users.admin()
                .asks()
                .header("X-Forwarded-For", "203.0.113.9")
                .contentType(ContentType.JSON)
                .body(Map.of("priority", 80))
                .patch("/api/v1/accounts/" + user.login())
                .then()
                .statusCode(200);
        var entries = of(user.login());
        assertThat(entries.getList("entries.action")).containsExactly("account.create", "account.edit");
        assertThat(entries.getString("entries[1].actor")).isEqualTo("admin");
        assertThat(entries.getString("entries[1].subject")).isEqualTo(user.login());
        assertThat(entries.getString("entries[1].address")).isEqualTo("203.0.113.9");
        assertThat(entries.getString("entries[1].detail")).isEqualTo("priority '50' to '80'");
        assertThat(Instant.parse(entries.getString("entries[1].at"))).isBefore(Instant.now());
    }

    @Test
    void whatWasNotDoneIsNotTold() {
        var user = Users.fresh();
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + user.login() + "/enable")
                .then()
                .statusCode(200);
        assertThat(of(user.login()).getList("entries.action")).containsExactly("account.create");
    }

    @Test
    void keysAreToldOfAndNotTold() {
        var user = Users.fresh();
        String key =
                user.asks().delete("/api/1.0/user/" + user.login() + "/apikey").path("apikey");
        var entries = of(user.login());
        assertThat(entries.getList("entries.action")).containsExactly("account.create", "key.regenerate");
        assertThat(entries.prettify()).doesNotContain(key).doesNotContain(user.key());
    }

    @Test
    void projectsAreToldOf() {
        var owner = Users.fresh();
        var id = SomeProject.of(owner.login());
        owner.asks()
                .put("/api/v1/projects/" + id + "/members/" + owner.login())
                .then()
                .statusCode(200);
        Users.admin().asks().delete("/api/v1/projects/" + id).then().statusCode(200);
        var entries = of("project/" + id);
        assertThat(entries.getList("entries.action"))
                .containsExactly("project.create", "project.edit", "project.delete");
        assertThat(entries.getString("entries[1].actor")).isEqualTo(owner.login());
    }

    @Test
    void failedLoginsAndRefusedAttemptsAreToldOf() {
        // Other tests may have used up this minute's share; and who fails often is not looked at any more.
        var user = Users.fresh();
        var failed = new AtomicReference<>("");
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            failed.set(Users.freshLogin());
            fail(failed.get());
            user.asks().delete("/api/v1/accounts/admin").then().statusCode(403);
            assertThat(of(failed.get()).getList("entries.action")).contains("login.failed");
            assertThat(of(user.login()).getList("entries.action")).contains("refused");
        });
        var login = of(failed.get());
        assertThat(login.getString("entries[0].address")).isEqualTo("203.0.113.10");
        assertThat(login.getString("entries[0].subject")).isEqualTo(failed.get());
        assertThat(login.prettify()).doesNotContain("WRONGWRONG");
        var refused = "entries.find { it.action == 'refused' }.";
        assertThat(of(user.login()).getString(refused + "actor")).isEqualTo(user.login());
        assertThat(of(user.login()).getString(refused + "detail")).isEqualTo("DELETE /api/v1/accounts/admin");
    }

    private static void fail(String login) {
        given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", "203.0.113.10")
                .body(Map.of("user", login, "apikey", "WRONGWRONGWRONG"))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(401);
    }

    @Test
    void refusalsDoNotFillADisk() {
        var now = new Instant[] {Instant.EPOCH.plusSeconds(1000)};
        InstantSource clock = () -> now[0];
        var refusals = new Refusals(clock);
        for (int i = 0; i < Refusals.PER_MINUTE; i++) {
            assertThat(refusals.take()).isTrue();
        }
        assertThat(refusals.take()).isFalse();
        now[0] = now[0].plusSeconds(60);
        assertThat(refusals.take()).isTrue();
    }

    @Test
    void itHasPages() {
        var user = Users.fresh();
        for (int i = 0; i < 3; i++) {
            change(user, i);
        }
        List<String> seen = new ArrayList<>();
        String after = "0";
        while (after != null) {
            var page = Users.admin()
                    .asks()
                    .get("/api/v1/audit?limit=1&account=" + user.login() + "&after=" + after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("entries.action", String.class));
            after = page.getString("next");
        }
        assertThat(seen).containsExactly("account.create", "account.edit", "account.edit", "account.edit");
        Users.admin().asks().get("/api/v1/audit?limit=0").then().statusCode(400).body("detail", startsWith("limit"));
        Users.admin().asks().get("/api/v1/audit?after=x").then().statusCode(400).body("detail", startsWith("after"));
    }

    @Test
    void whatIsNoLoginIsNotLookedFor() {
        Users.admin()
                .asks()
                .urlEncodingEnabled(false)
                .get("/api/v1/audit?account=%00")
                .then()
                .statusCode(400)
                .body("detail", startsWith("account"));
    }

    @Test
    void itIsForAdministrators() {
        Users.fresh().asks().get("/api/v1/audit").then().statusCode(403);
        given().get("/api/v1/audit").then().statusCode(401);
    }

    @Test
    void nobodyRewritesIt() {
        for (var sql : List.of("update audit set actor = 'x'", "delete from audit", "truncate audit")) {
            assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(
                            () -> pool.query(sql).execute()))
                    .hasMessageContaining("append-only");
        }
    }

    private static void change(User user, int priority) {
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(Map.of("priority", priority))
                .patch("/api/v1/accounts/" + user.login())
                .then()
                .statusCode(200);
    }

    private static JsonPath of(String account) {
        return Users.admin()
                .asks()
                .get("/api/v1/audit?limit=1000&account=" + account)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
