package dev.slipway.auth;

import dev.slipway.auth.Users.User;
import dev.slipway.auth.project.SomeProject;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.RouteWalk;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each route of this service answers to whom. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RouteWalkTest {
    private static final RouteWalk WALK = new RouteWalk()
            .route("GET /.well-known/jwks.json", 200, 200, 200, 200)
            // Between services: never routed by the gateway, and nothing for accounts.
            .route("POST /internal/service-token", 401, 401, 401, 401, "{'service':'task-service'}")
            .route("POST /internal/key-token", 401, 403, 403, 403, "{'key':'{key}'}")
            .route("POST /internal/credentials", 401, 403, 403, 403, "{'login':'{login}','apikey':'{key}'}")
            // Native accounts: another's is not found.
            .route("GET /api/v1/accounts", 401, 403, 403, 200)
            .route("POST /api/v1/accounts", 403, 403, 403, 201, "{'login':'{new}','email':'','password':'{password}'}")
            .route("GET /api/v1/accounts/{login}", 401, 404, 404, 200)
            .route("PATCH /api/v1/accounts/{login}", 401, 404, 404, 200, "{'priority':1}")
            .route("DELETE /api/v1/accounts/{login}", 401, 403, 403, 202)
            .route("GET /api/v1/accounts/{login}/deletion", 401, 403, 403, 404)
            .route("POST /api/v1/accounts/{login}/activate", 401, 403, 403, 200)
            .route("POST /api/v1/accounts/{login}/enable", 401, 403, 403, 200)
            .route("POST /api/v1/accounts/{login}/disable", 401, 403, 403, 200)
            .route("POST /api/v1/accounts/{login}/api-key", 401, 404, 404, 200)
            .route("PUT /api/v1/accounts/{login}/password", 401, 404, 404, 204, "{'password':'{password}'}")
            // Tokens: everybody has those of his own, and finds no others.
            .route("GET /api/v1/tokens", 401, 200, 200, 200)
            .route("POST /api/v1/tokens", 401, 201, 201, 201, "{'name':'{new}','scope':'read'}")
            .route("DELETE /api/v1/tokens/{id}", 401, 404, 404, 404)
            .route("GET /api/v1/tokens/keys", 401, 403, 403, 200)
            .route("POST /api/v1/tokens/keys/rotate", 401, 403, 403, 200)
            .route("POST /api/v1/tokens/session", 401, 401, 401, 401, "{'login':'{login}','password':'{password}'}")
            .route("POST /api/v1/tokens/session/refresh", 401, 401, 401, 401)
            .route("DELETE /api/v1/tokens/session", 204, 204, 204, 204)
            .route("GET /api/v1/tokens/oidc/login", 404, 404, 404, 404)
            .route("GET /api/v1/tokens/oidc/callback", 401, 401, 401, 401)
            // Native projects: one of others is not found; a mate reads it.
            .route("GET /api/v1/projects", 401, 200, 200, 200)
            .route("POST /api/v1/projects", 401, 403, 403, 201, "{'id':'{new}'}")
            .route("GET /api/v1/projects/{id}", 401, 404, 200, 200)
            .route("PATCH /api/v1/projects/{id}", 401, 404, 403, 200, "{'priority':1}")
            .route("DELETE /api/v1/projects/{id}", 401, 403, 403, 200)
            .route("PUT /api/v1/projects/{id}/members/{login}", 401, 404, 403, 200)
            .route("DELETE /api/v1/projects/{id}/members/{login}", 401, 404, 403, 200)
            .route("GET /api/v1/audit", 401, 403, 403, 200)
            // GO-Docker: another's is forbidden.
            .route("POST /api/1.0/authenticate", 401, 401, 401, 401, "{'user':'{login}','apikey':'not-its-key'}")
            .route("GET /api/1.0/user", 401, 403, 403, 200)
            .route("GET /api/1.0/user/{id}", 401, 403, 403, 200)
            .route("PUT /api/1.0/user/{id}", 401, 403, 403, 200, "{'usage':{'prio':1}}")
            .route("DELETE /api/1.0/user/{id}", 401, 403, 403, 200)
            .route("DELETE /api/1.0/user/{id}/apikey", 401, 403, 403, 200)
            .route("GET /api/1.0/user/{id}/project", 401, 403, 403, 200)
            .route("GET /api/1.0/user/{id}/apps", 401, 403, 403, 200)
            .route("POST /api/1.0/user/{id}/apps", 401, 403, 403, 403, "{'name':'x'}")
            .route("DELETE /api/1.0/user/{id}/apps/{token}", 401, 403, 403, 404)
            .route("GET /api/1.0/app/{token}", 401, 401, 401, 401)
            .route("PUT /api/1.0/guest/status", 401, 403, 403, 404, "{'id':'{login}','active':true}")
            .route("GET /api/1.0/project", 401, 200, 200, 200)
            .route("POST /api/1.0/project", 401, 403, 403, 200, "{'id':'{new}'}")
            .route("GET /api/1.0/project/{id}", 401, 403, 200, 200)
            .route("POST /api/1.0/project/{id}", 401, 403, 403, 200, "{'prio':1}")
            .route("DELETE /api/1.0/project/{id}", 401, 403, 403, 200)
            // Grid's own routes are another service's: one is made for these tests.
            .route("GET /nodes", 401, 200, 200, 200)
            // Grid: a token of another kind is a bad one.
            .route("POST /v1/oauth/access_token", 400, 400, 400, 400)
            .route("GET /v1/oauth/jwt/refresh", 401, 403, 403, 403)
            .route("GET /v1/oauth/keys", 200, 200, 200, 200)
            .route("GET /v1/oauth/keys.pem", 200, 200, 200, 200)
            // GeoNEX: everybody sees what is theirs; strangers may not register here.
            .route("GET /describe-users", 401, 200, 200, 200)
            .route("GET /geonex/describe-users", 401, 200, 200, 200)
            .route(
                    "POST /register-user",
                    403,
                    403,
                    403,
                    403,
                    "{'user_name':'{new}','password':'{password}','Display_name':'X','email':'{new}@example.org'}")
            .route(
                    "POST /geonex/register-user",
                    403,
                    403,
                    403,
                    403,
                    "{'user_name':'{new}','password':'{password}','Display_name':'X','email':'{new}@example.org'}");

    /** An account with a named key, and a project of it, which has one more member. */
    private record Owned(User owner, User member, String project, String key) implements RouteWalk.Scene {
        static Owned fresh() {
            var owner = Users.fresh();
            var mate = Users.fresh();
            String key = owner.asks()
                    .contentType(ContentType.JSON)
                    .body(Map.of("name", "laptop", "scope", "all"))
                    .post("/api/v1/tokens")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            return new Owned(owner, mate, SomeProject.of(owner.login(), owner.login(), mate.login()), key);
        }

        /** Nothing of the kind was ever made. */
        static Owned never() {
            return new Owned(new User(Users.freshLogin(), ""), Users.fresh(), SomeProject.freshId(), "k7no7such7key");
        }

        @Override
        public RequestSpecification stranger() {
            return Users.fresh().asks();
        }

        @Override
        public RequestSpecification mate() {
            return member.asks();
        }

        @Override
        public RequestSpecification admin() {
            return Users.admin().asks();
        }

        @Override
        public Map<String, String> names(String route) {
            return Map.of(
                    "id", idOn(route),
                    "login", owner.login(),
                    "key", owner.key(),
                    "token", "no-such-token",
                    "new", Users.freshLogin(),
                    "password", "four horses eat hay");
        }

        private String idOn(String route) {
            if (route.contains("/api/v1/tokens/")) {
                return key;
            }
            return route.contains("/api/1.0/user/") ? owner.login() : project;
        }
    }

    @TestFactory
    List<DynamicTest> everybodyGetsTheirAnswer() {
        return WALK.tests(Owned::fresh);
    }

    @TestFactory
    List<DynamicTest> whatIsNotFoundLooksAsIfItNeverExisted() {
        return WALK.hidden(Owned::fresh, Owned::never);
    }
}
