package dev.slipway.auth;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** People for tests, made the way an administrator makes them. */
public final class Users {
    /** The key {@code Backends} gives the bootstrap administrator. */
    public static final String ADMIN_KEY = "TESTADMINKEYTESTADMINKEYTESTADMI";

    /** The database outlives a service that is started again for another profile. */
    private static final int RUN = ThreadLocalRandom.current().nextInt(1_000_000);

    private static final AtomicInteger NEXT = new AtomicInteger();

    private Users() {}

    /** Somebody with a key. */
    public record User(String login, String key) {
        /** A request with a token of this user's, made now. */
        public RequestSpecification asks() {
            return given().auth().oauth2(token());
        }

        public String token() {
            return tokenOf(login, key);
        }
    }

    public static User admin() {
        return new User("admin", ADMIN_KEY);
    }

    /** A new ordinary user nobody else knows. */
    public static User fresh() {
        var login = freshLogin();
        String key = admin().asks()
                .contentType(ContentType.JSON)
                .body(Map.of("login", login, "email", login + "@example.org"))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("apikey");
        return new User(login, key);
    }

    /** A login that is free. */
    public static String freshLogin() {
        return "user" + RUN + "x" + NEXT.incrementAndGet();
    }

    /** A number that is nobody's uid and gid, and not one that would be chosen. */
    public static int freshId() {
        return 300_000 + 1000 * RUN + NEXT.incrementAndGet();
    }

    public static String tokenOf(String login, String key) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("user", login, "apikey", key))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }
}
