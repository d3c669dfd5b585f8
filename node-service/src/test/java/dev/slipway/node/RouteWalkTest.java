package dev.slipway.node;

import static io.restassured.RestAssured.given;

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
class RouteWalkTest {
    private static final RouteWalk WALK = new RouteWalk()
            .route("GET /internal/jobs/{task}/{attempt}/files/{path}", 401, 403, 403, 403)
            .route("GET /api/v1/nodes", 401, 200, 200, 200);

    private record Somebodys() implements RouteWalk.Scene {
        @Override
        public RequestSpecification stranger() {
            return given().auth().oauth2(Tokens.user("bob"));
        }

        @Override
        public RequestSpecification mate() {
            return given().auth().oauth2(Tokens.user("mallory"));
        }

        @Override
        public RequestSpecification admin() {
            return given().auth().oauth2(Tokens.admin());
        }

        @Override
        public Map<String, String> names(String route) {
            return Map.of("task", "1", "attempt", "1", "path", "god.log");
        }
    }

    @TestFactory
    List<DynamicTest> everybodyGetsTheirAnswer() {
        return WALK.tests(Somebodys::new);
    }
}
