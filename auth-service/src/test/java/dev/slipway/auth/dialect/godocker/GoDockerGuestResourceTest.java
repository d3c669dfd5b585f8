package dev.slipway.auth.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.Email;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Profile;
import dev.slipway.auth.account.Registration;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class GoDockerGuestResourceTest {
    @Inject
    Registration registration;

    @Test
    void aGuestWaitsIsLetInAndPutOutAgain() throws Throwable {
        var host = Users.fresh();
        var guest = guestOf(host.login());
        assertThat(guest.active()).isFalse();
        int uid = Users.admin().asks().get("/api/1.0/user/" + host.login()).path("uid");
        put(Map.of("id", guest.login().text(), "active", true))
                .statusCode(200)
                .body("id", equalTo(guest.login().text()))
                .body("type", equalTo("guest"))
                .body("uid", equalTo(uid));
        told(guest, true);
        put(Map.of("id", guest.login().text(), "active", false)).statusCode(200);
        told(guest, false);
        Users.admin().asks().delete("/api/1.0/user/" + host.login()).then().statusCode(409);
        Users.admin().asks().delete("/api/1.0/user/" + guest.login()).then().statusCode(200);
        Users.admin().asks().delete("/api/1.0/user/" + host.login()).then().statusCode(200);
    }

    @Test
    void whoIsNoGuestIsNotFound() {
        put(Map.of("id", Users.fresh().login(), "active", true)).statusCode(404);
        put(Map.of("id", "nobody-there", "active", true)).statusCode(404);
    }

    @Test
    void whatIsMissingIsNamedToAdministratorsOnly() {
        put(Map.of("active", true)).statusCode(400).body("msg", startsWith("id"));
        put(Map.of("id", "x")).statusCode(400).body("msg", startsWith("active"));
        Users.fresh().asks().put("/api/1.0/guest/status").then().statusCode(403);
        given().put("/api/1.0/guest/status").then().statusCode(401);
    }

    private Account guestOf(String host) throws Throwable {
        var login = new Login(Users.freshLogin());
        return VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(
                () -> registration.registerGuest(login, Profile.of(Email.NONE), new Login(host))));
    }

    private static void told(Account guest, boolean active) {
        Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed now
                        && now.account().equals(guest.login().text())
                        && now.guest()
                        && now.uid() == guest.unix().uid()
                        && now.active() == active
                        && now.version() == (active ? 1 : 2));
    }

    private static ValidatableResponse put(Map<String, ?> body) {
        return Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/1.0/guest/status")
                .then();
    }
}
