package dev.slipway.auth.external;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.TestPorts;
import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole code flow, with a provider's own server and what a browser would do. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTest {
    private static final String ISSUER = "lab";
    private static final String MEMORY = "slipway_oidc";
    private static final String SESSION = "slipway_session";

    private final MockOAuth2Server provider = new MockOAuth2Server();

    @BeforeAll
    void open() throws Exception {
        provider.start(InetAddress.getLoopbackAddress(), TestPorts.of("slipway.test.oidc"));
    }

    @AfterAll
    void close() {
        provider.shutdown();
    }

    @Test
    void aVerifiedAddressOpensTheAccountThatHasIt() throws Exception {
        var user = Users.fresh();
        var address = user.login() + "@Example.org";
        var back = login(somebody(address, true));
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.getHeader("Location")).endsWith("/");
        String token = given().cookie(SESSION, back.cookie(SESSION))
                .post("/api/v1/tokens/session/refresh")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
        given().auth().oauth2(token).get("/api/1.0/user/" + user.login()).then().statusCode(200);
    }

    @Test
    void theSameSomebodyIsTheSameAccountWithAnotherAddress() throws Exception {
        var user = Users.fresh();
        var subject = UUID.randomUUID().toString();
        login(claims(subject, user.login() + "@example.org", true)).then().statusCode(303);
        login(claims(subject, "other" + user.login() + "@example.org", true))
                .then()
                .statusCode(303);
    }

    @Test
    void anAddressNobodyVerifiedOpensNobodysAccount() throws Exception {
        var user = Users.fresh();
        login(somebody(user.login() + "@example.org", false))
                .then()
                .statusCode(403)
                .body("detail", containsString("not active"));
    }

    @Test
    void aStrangerBecomesAGuestWhoWaitsForAnAdministrator() throws Exception {
        var subject = UUID.randomUUID().toString();
        var who = claims(subject, "stranger-" + subject + "@example.org", true);
        login(who).then().statusCode(403);
        login(who).then().statusCode(403);
        var login =
                ExternalAccounts.loginFor(new Somebody(Elsewhere.issuer(), subject, Optional.empty(), "Dr. Stranger"));
        assertThat(login).startsWith("guest_drstranger_");
        Users.admin()
                .asks()
                .get("/api/1.0/user/" + login)
                .then()
                .statusCode(200)
                .body("type", equalTo("guest"))
                .body("uid", equalTo(20_000));
        Users.admin()
                .asks()
                .body(Map.of("id", login, "active", true))
                .contentType("application/json")
                .put("/api/1.0/guest/status")
                .then()
                .statusCode(200);
        login(who).then().statusCode(303);
    }

    @Test
    void anAnswerToAnotherQuestionIsRefused() throws Exception {
        var user = Users.fresh();
        provider.enqueueCallback(callback(claims("s-" + user.login(), user.login() + "@example.org", true)));
        var begun = begin();
        var answer = atProvider(begun.getHeader("Location"));
        callback(answer, "another-state", begun.cookie(MEMORY)).then().statusCode(401);
        callback(answer, stateIn(answer), "garbage").then().statusCode(401);
        given().redirects()
                .follow(false)
                .get("/api/v1/tokens/oidc/callback?code=x&state=y")
                .then()
                .statusCode(401);
        given().redirects()
                .follow(false)
                .get("/api/v1/tokens/oidc/callback?error=access_denied")
                .then()
                .statusCode(401);
        // A token for the code, but of another login: its nonce is not the one of this cookie.
        var other = begin();
        callback(answer, stateIn(URI.create(other.getHeader("Location"))), other.cookie(MEMORY))
                .then()
                .statusCode(401);
    }

    @Test
    void theCookieOfALoginIsForThatLoginOnly() {
        var header = begin().getHeader("Set-Cookie");
        assertThat(header).contains("HttpOnly", "SameSite=Lax", "Path=/api/v1/tokens/oidc");
        assertThat(begin().getHeader("Location"))
                .contains("code_challenge_method=S256", "response_type=code", "client_id=" + Elsewhere.CLIENT)
                .contains("redirect_uri=https%3A%2F%2Fsuite.example.org%2Fapi%2Fv1%2Ftokens%2Foidc%2Fcallback");
    }

    private Response login(Map<String, Object> claims) throws Exception {
        provider.enqueueCallback(callback(claims));
        var begun = begin();
        var answer = atProvider(begun.getHeader("Location"));
        return callback(answer, stateIn(answer), begun.cookie(MEMORY));
    }

    private static Response begin() {
        var begun = given().redirects().follow(false).get("/api/v1/tokens/oidc/login");
        begun.then().statusCode(303);
        return begun;
    }

    private static URI atProvider(String url) throws Exception {
        try (var browser = HttpClient.newHttpClient()) {
            var page = browser.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).as(page.body()).isEqualTo(302);
            return URI.create(page.headers().firstValue("Location").orElseThrow());
        }
    }

    private static Response callback(URI answer, String state, String memory) {
        return given().redirects()
                .follow(false)
                .cookie(MEMORY, memory)
                .queryParam("code", parameter(answer, "code"))
                .queryParam("state", state)
                .get("/api/v1/tokens/oidc/callback");
    }

    private static String stateIn(URI answer) {
        return parameter(answer, "state");
    }

    private static String parameter(URI url, String name) {
        for (var pair : url.getRawQuery().split("&")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        throw new AssertionError(name + " is not in " + url);
    }

    private static Map<String, Object> somebody(String email, boolean verified) {
        return claims(UUID.randomUUID().toString(), email, verified);
    }

    private static Map<String, Object> claims(String subject, String email, boolean verified) {
        var claims = new HashMap<String, Object>();
        claims.put("sub", subject);
        claims.put("email", email);
        claims.put("email_verified", verified);
        claims.put("preferred_username", "Dr. Stranger");
        return claims;
    }

    private static DefaultOAuth2TokenCallback callback(Map<String, Object> claims) {
        return new DefaultOAuth2TokenCallback(
                ISSUER, (String) claims.get("sub"), "JWT", List.of(Elsewhere.CLIENT), claims, 3600);
    }
}
