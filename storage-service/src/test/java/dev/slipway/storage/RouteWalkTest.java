package dev.slipway.storage;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.testkit.Backends;
import dev.slipway.testkit.RouteWalk;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each route of this service answers to whom. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
class RouteWalkTest {
    private static final RouteWalk WALK = new RouteWalk()
            // Between services.
            .route("POST /internal/tasks/{task}/{attempt}/uploads", 401, 403, 403, 403, "{'files':[]}")
            .route("PUT /internal/tasks/{task}/{attempt}/manifest", 401, 403, 403, 403, "{'files':[]}")
            .route("PUT /internal/tasks/{task}/{attempt}/logs/{stream}/{offset}", 401, 403, 403, 403, "{}")
            // Native: another's is not found.
            .route("GET /api/v1/tasks/{id}/logs", 401, 404, 404, 200)
            .route("HEAD /api/v1/tasks/{id}/logs", 401, 404, 404, 200)
            .route("GET /api/v1/tasks/{id}/files{path}", 401, 404, 404, 200)
            .route("HEAD /api/v1/tasks/{id}/files{path}", 401, 404, 404, 200)
            // GO-Docker: another's is forbidden.
            .route("GET /api/1.0/task/{id}/files{path}", 401, 403, 403, 200)
            .route("HEAD /api/1.0/task/{id}/files{path}", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/share/{token}/files{path}", 403, 403, 403, 403)
            .route("HEAD /api/1.0/task/{id}/share/{token}/files{path}", 403, 403, 403, 403);

    /** A task of alice in a project that mallory is in too. */
    private record Owned(long task) implements RouteWalk.Scene {
        static Owned fresh() {
            var task = NodePlayer.freshTask();
            NodePlayer.manifest(task, 1, List.of(NodePlayer.inline("god.log", "hello\n".getBytes(UTF_8))));
            return new Owned(task);
        }

        static Owned never() {
            return new Owned(NodePlayer.freshTask());
        }

        private static RequestSpecification as(String token) {
            return given().auth().oauth2(token);
        }

        @Override
        public RequestSpecification stranger() {
            return as(Tokens.user("bob"));
        }

        @Override
        public RequestSpecification mate() {
            return as(Tokens.user("mallory"));
        }

        @Override
        public RequestSpecification admin() {
            return as(Tokens.admin());
        }

        @Override
        public Map<String, String> names(String route) {
            return Map.of(
                    "id", Long.toString(task),
                    "task", Long.toString(task),
                    "attempt", "1",
                    "stream", "stdout",
                    "offset", "0",
                    "token", "no-such-token",
                    "path", "/god.log");
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
