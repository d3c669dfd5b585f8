package dev.slipway.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.auth.Users.User;
import dev.slipway.auth.project.SomeProject;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route of this service, asked for another's object by nobody, by another user, by a mate of the other's project and by
 * an administrator. A route that is not in the table fails: what it answers to whom is decided here first.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RouteWalkTest {
    /** What a route answers to each of them, and the body it is asked with; empty for none. */
    private record Expected(int nobody, int stranger, int mate, int admin, String body) {}

    private static final String REGISTRATION =
            "{'user_name':'{new}','password':'{password}','Display_name':'X'," + "'email':'{new}@example.org'}";

    private static final Map<String, Expected> TABLE = new TreeMap<>(Map.ofEntries(
            route("GET /.well-known/jwks.json", 200, 200, 200, 200, ""),
            // Native accounts: another's is not found.
            route("GET /api/v1/accounts", 401, 403, 403, 200, ""),
            route("POST /api/v1/accounts", 403, 403, 403, 201, "{'login':'{new}','email':'','password':'{password}'}"),
            route("GET /api/v1/accounts/{login}", 401, 404, 404, 200, ""),
            route("PATCH /api/v1/accounts/{login}", 401, 404, 404, 200, "{'priority':1}"),
            route("DELETE /api/v1/accounts/{login}", 401, 403, 403, 202, ""),
            route("GET /api/v1/accounts/{login}/deletion", 401, 403, 403, 404, ""),
            route("POST /api/v1/accounts/{login}/activate", 401, 403, 403, 200, ""),
            route("POST /api/v1/accounts/{login}/enable", 401, 403, 403, 200, ""),
            route("POST /api/v1/accounts/{login}/disable", 401, 403, 403, 200, ""),
            route("POST /api/v1/accounts/{login}/api-key", 401, 404, 404, 200, ""),
            route("PUT /api/v1/accounts/{login}/password", 401, 404, 404, 204, "{'password':'{password}'}"),
            // Tokens: everybody has those of his own, and finds no others.
            route("GET /api/v1/tokens", 401, 200, 200, 200, ""),
            route("POST /api/v1/tokens", 401, 201, 201, 201, "{'name':'{new}','scope':'read'}"),
            route("DELETE /api/v1/tokens/{id}", 401, 404, 404, 404, ""),
            route("GET /api/v1/tokens/keys", 401, 403, 403, 200, ""),
            route("POST /api/v1/tokens/keys/rotate", 401, 403, 403, 200, ""),
            route("POST /api/v1/tokens/session", 401, 401, 401, 401, "{'login':'{login}','password':'{password}'}"),
            route("POST /api/v1/tokens/session/refresh", 401, 401, 401, 401, ""),
            route("DELETE /api/v1/tokens/session", 204, 204, 204, 204, ""),
            route("GET /api/v1/tokens/oidc/login", 404, 404, 404, 404, ""),
            route("GET /api/v1/tokens/oidc/callback", 401, 401, 401, 401, ""),
            // Native projects: one of others is not found; a mate reads it.
            route("GET /api/v1/projects", 401, 200, 200, 200, ""),
            route("POST /api/v1/projects", 401, 403, 403, 201, "{'id':'{new}'}"),
            route("GET /api/v1/projects/{id}", 401, 404, 200, 200, ""),
            route("PATCH /api/v1/projects/{id}", 401, 404, 403, 200, "{'priority':1}"),
            route("DELETE /api/v1/projects/{id}", 401, 403, 403, 200, ""),
            route("PUT /api/v1/projects/{id}/members/{login}", 401, 404, 403, 200, ""),
            route("DELETE /api/v1/projects/{id}/members/{login}", 401, 404, 403, 200, ""),
            route("GET /api/v1/audit", 401, 403, 403, 200, ""),
            // GO-Docker: another's is forbidden.
            route("POST /api/1.0/authenticate", 401, 401, 401, 401, "{'user':'{login}','apikey':'not-its-key'}"),
            route("GET /api/1.0/user", 401, 403, 403, 200, ""),
            route("GET /api/1.0/user/{id}", 401, 403, 403, 200, ""),
            route("PUT /api/1.0/user/{id}", 401, 403, 403, 200, "{'usage':{'prio':1}}"),
            route("DELETE /api/1.0/user/{id}", 401, 403, 403, 200, ""),
            route("DELETE /api/1.0/user/{id}/apikey", 401, 403, 403, 200, ""),
            route("GET /api/1.0/user/{id}/project", 401, 403, 403, 200, ""),
            route("GET /api/1.0/user/{id}/apps", 401, 403, 403, 200, ""),
            route("POST /api/1.0/user/{id}/apps", 401, 403, 403, 403, "{'name':'x'}"),
            route("DELETE /api/1.0/user/{id}/apps/{token}", 401, 403, 403, 404, ""),
            route("GET /api/1.0/app/{token}", 401, 401, 401, 401, ""),
            route("PUT /api/1.0/guest/status", 401, 403, 403, 404, "{'id':'{login}','active':true}"),
            route("GET /api/1.0/project", 401, 200, 200, 200, ""),
            route("POST /api/1.0/project", 401, 403, 403, 200, "{'id':'{new}'}"),
            route("GET /api/1.0/project/{id}", 401, 403, 200, 200, ""),
            route("POST /api/1.0/project/{id}", 401, 403, 403, 200, "{'prio':1}"),
            route("DELETE /api/1.0/project/{id}", 401, 403, 403, 200, ""),
            // Grid: a token of another kind is a bad one.
            route("POST /v1/oauth/access_token", 400, 400, 400, 400, ""),
            route("GET /v1/oauth/jwt/refresh", 401, 403, 403, 403, ""),
            route("GET /v1/oauth/keys", 200, 200, 200, 200, ""),
            route("GET /v1/oauth/keys.pem", 200, 200, 200, 200, ""),
            // GeoNEX: everybody sees what is theirs; strangers may not register here.
            route("GET /describe-users", 401, 200, 200, 200, ""),
            route("GET /geonex/describe-users", 401, 200, 200, 200, ""),
            route("POST /register-user", 403, 403, 403, 403, REGISTRATION),
            route("POST /geonex/register-user", 403, 403, 403, 403, REGISTRATION)));

    private static Map.Entry<String, Expected> route(
            String route, int nobody, int stranger, int mate, int admin, String body) {
        return Map.entry(route, new Expected(nobody, stranger, mate, admin, body));
    }

    /** Somebody's account and project, and who is a member of the project too. */
    private record Owned(User owner, User mate, String project) {
        static Owned fresh() {
            var owner = Users.fresh();
            var mate = Users.fresh();
            return new Owned(owner, mate, SomeProject.of(owner.login(), owner.login(), mate.login()));
        }
    }

    @Test
    void theTableHasEveryRouteAndNoOther() {
        assertThat(routes()).isEqualTo(TABLE.keySet());
    }

    private static Set<String> routes() {
        Map<String, Map<String, Object>> paths = given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        var routes = new TreeSet<String>();
        paths.forEach((path, item) -> item.keySet().stream()
                .filter(key -> Set.of("get", "put", "post", "patch", "delete").contains(key))
                .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return routes;
    }

    @TestFactory
    Iterable<DynamicTest> everybodyGetsTheirAnswer() {
        return TABLE.entrySet().stream()
                .map(it -> DynamicTest.dynamicTest(it.getKey(), () -> walk(it.getKey(), it.getValue())))
                .toList();
    }

    private static void walk(String route, Expected expected) {
        var owned = Owned.fresh();
        assertThat(status(given(), route, owned, expected)).as("nobody").isEqualTo(expected.nobody);
        assertThat(status(Users.fresh().asks(), route, owned, expected))
                .as("another user")
                .isEqualTo(expected.stranger);
        assertThat(status(owned.mate.asks(), route, owned, expected))
                .as("a mate of the project")
                .isEqualTo(expected.mate);
        assertThat(status(Users.admin().asks(), route, owned, expected))
                .as("an administrator")
                .isEqualTo(expected.admin);
    }

    private static int status(RequestSpecification who, String route, Owned owned, Expected expected) {
        var parts = route.split(" ", 2);
        return ask(who, parts[0], path(parts[1], owned.owner.login(), owned.project), owned, expected)
                .statusCode();
    }

    private static String path(String template, String login, String project) {
        return template.replace("{login}", login)
                .replace("{token}", "no-such-token")
                .replace("{id}", template.startsWith("/api/1.0/user") ? login : project);
    }

    private static Response ask(RequestSpecification who, String method, String path, Owned owned, Expected expected) {
        var request = who.header("X-Request-Id", "the-same");
        if (!expected.body.isEmpty()) {
            request.contentType(ContentType.JSON)
                    .body(expected.body
                            .replace('\'', '"')
                            .replace("{login}", owned.owner.login())
                            .replace("{new}", Users.freshLogin())
                            .replace("{password}", "four horses eat hay"));
        }
        return request.request(method, path);
    }

    /** Where the answer is 404, it is the answer for what never existed, byte for byte: asked before and after it is made. */
    @TestFactory
    Iterable<DynamicTest> whatIsNotFoundLooksAsIfItNeverExisted() {
        return TABLE.entrySet().stream()
                .filter(it -> it.getValue().stranger == 404)
                .map(it -> DynamicTest.dynamicTest(it.getKey(), () -> compare(it.getKey(), it.getValue())))
                .toList();
    }

    private static void compare(String route, Expected expected) {
        var stranger = Users.fresh();
        var owned = Owned.fresh();
        var parts = route.split(" ", 2);
        var login = Users.freshLogin();
        var project = SomeProject.freshId();
        var before = ask(stranger.asks(), parts[0], path(parts[1], login, project), owned, expected);
        make("/api/v1/accounts", Map.of("login", login));
        make("/api/v1/projects", Map.of("id", project));
        var after = ask(stranger.asks(), parts[0], path(parts[1], login, project), owned, expected);
        assertThat(before.statusCode()).isEqualTo(404);
        assertThat(after.statusCode()).isEqualTo(404);
        assertThat(after.asByteArray()).isEqualTo(before.asByteArray());
    }

    private static void make(String path, Map<String, String> body) {
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(201);
    }
}
