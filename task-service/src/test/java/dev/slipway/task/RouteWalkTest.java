package dev.slipway.task;

import static io.restassured.RestAssured.given;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import dev.slipway.testkit.RouteWalk;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each route of this service answers to whom. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RouteWalkTest {
    private static final String PROJECT = "walk";
    private static final String OWNER = "walt";
    private static final String MATE = "wanda";
    private static final String STRANGER = "wilma";
    private static final String TASK = """
            {'meta':{'name':'{new}'},'requirements':{'cpu':1,'ram':1},'container':{'image':'slipway/base:latest'},
             'command':{'cmd':'true'},'status':{'primary':'created'},'user':{'project':'{project}'}}""";

    private static final String JOB = "{'image_name':'slipway/base','script':'true','project':'{project}'}";

    private static final RouteWalk WALK = new RouteWalk()
            // Between services.
            .route("GET /internal/tasks/{id}", 401, 403, 403, 403)
            .route("GET /internal/tasks/{id}/share/{token}", 401, 403, 403, 403)
            .route("GET /internal/tasks/{id}/script", 401, 403, 403, 403)
            // NDS Labs: the job is named in the query, see NdsUploadTest.
            .route("POST /upload", 401, 403, 201, 201, JOB)
            .route("GET /upload", 401, 400, 400, 400)
            .route("POST /nds/upload", 401, 403, 201, 201, JOB)
            .route("GET /nds/upload", 401, 400, 400, 400)
            // Native: another's is not found.
            .route("POST /api/v1/tasks/{id}/shares", 401, 404, 404, 201)
            .route("GET /api/v1/tasks/{id}/shares", 401, 404, 404, 200)
            .route("DELETE /api/v1/tasks/{id}/shares/{share}", 401, 404, 404, 204)
            .route("GET /api/v1/tasks/{id}/why", 401, 404, 404, 200)
            .route("GET /api/v1/tasks", 401, 200, 200, 200)
            .route(
                    "POST /api/v1/tasks",
                    401,
                    403,
                    201,
                    201,
                    "{'image':'slipway/base:latest','script':'true','held':true,'project':'{project}'}")
            .route("GET /api/v1/tasks/{id}", 401, 404, 404, 200)
            .route("PATCH /api/v1/tasks/{id}", 401, 404, 404, 200, "{'fields':{'maxlifespan':'6d'}}")
            .route("GET /api/v1/tasks/{id}/events", 401, 404, 404, 200)
            .route("POST /api/v1/tasks/{id}/cancel", 401, 404, 404, 200)
            .route("POST /api/v1/tasks/{id}/release", 401, 404, 404, 200)
            .route("POST /api/v1/tasks/{id}/suspend", 401, 404, 404, 200)
            .route("POST /api/v1/tasks/{id}/resume", 401, 404, 404, 200)
            .route("POST /api/v1/tasks/{id}/reschedule", 401, 404, 404, 200)
            .route("POST /api/v1/tasks/{id}/rerun", 401, 404, 404, 201)
            // What was refused is in the answer.
            .route("POST /api/v1/tasks/cancel", 401, 200, 200, 200, "{'tasks':[{id}]}")
            .route("GET /api/v1/queue", 401, 200, 200, 200)
            .route("GET /api/v1/usage", 401, 200, 200, 200)
            .route("POST /api/v1/usage/recompute", 401, 403, 403, 200)
            .route("GET /api/v1/recipes", 200, 200, 200, 200)
            .route("GET /api/v1/recipes/{name}", 404, 404, 404, 200)
            .route("POST /api/v1/recipes", 401, 403, 403, 201, "{'name':'{name}','description':'x','task':{id}}")
            .route("PATCH /api/v1/recipes/{name}", 401, 404, 404, 200, "{'description':'x'}")
            .route("DELETE /api/v1/recipes/{name}", 401, 404, 404, 204)
            .route("POST /api/v1/recipes/{name}/tasks", 401, 404, 404, 201, "{'name':'{new}'}")
            // GO-Docker: for anybody.
            .route("GET /api/1.0/config", 200, 200, 200, 200)
            .route("GET /api/1.0/image", 200, 200, 200, 200)
            .route("GET /api/1.0/image/{image}", 200, 200, 200, 200)
            .route("GET /api/1.0/task/status/{status}/count", 200, 200, 200, 200)
            .route("POST /api/1.0/prometheus", 403, 403, 403, 403, "{'key':'no-such-key','stat':[]}")
            // GO-Docker: another's is forbidden. What is in a project is seen by whom its project shares it with:
            // nobody.
            .route("POST /api/1.0/task", 401, 403, 200, 200, TASK)
            .route("GET /api/1.0/task/{id}", 401, 403, 403, 200)
            .route("PUT /api/1.0/task/{id}", 401, 403, 403, 200, "{'name':'maxlifespan','value':'6d'}")
            .route("DELETE /api/1.0/task/{id}", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/status", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/pending", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/suspend", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/resume", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/reschedule", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/archive", 401, 403, 403, 409)
            .route("DELETE /api/1.0/task/{id}/archive", 401, 403, 403, 409)
            .route("GET /api/1.0/task/{id}/share", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/unshare", 401, 403, 403, 200)
            .route("GET /api/1.0/task/{id}/token", 401, 403, 403, 503)
            .route("DELETE /api/1.0/user/{user}/task", 401, 403, 403, 200)
            .route("GET /api/1.0/user/{id}/usage", 401, 403, 403, 200)
            .route("GET /api/1.0/user/{id}/billing/{year}/{month}", 401, 403, 403, 200)
            .route("GET /api/1.0/project/{id}/usage", 401, 403, 200, 200)
            .route("DELETE /api/1.0/project/{id}/quota", 401, 403, 403, 200)
            .route("GET /api/1.0/project/{id}/billing/{year}/{month}", 401, 403, 403, 200)
            // GO-Docker: lists of the caller's own, and of everybody's.
            .route("GET /api/1.0/task/active", 401, 200, 200, 200)
            .route("GET /api/1.0/task/over", 401, 200, 200, 200)
            .route("POST /api/1.0/task/over/{skip}/{limit}", 401, 200, 200, 200)
            .route("GET /api/1.0/task/active/all", 401, 403, 403, 200)
            .route("GET /api/1.0/task/over/all", 401, 403, 403, 200)
            .route("POST /api/1.0/task/over/all/{skip}/{limit}", 401, 403, 403, 200)
            .route("GET /api/1.0/archive/{days}", 401, 200, 200, 200)
            .route("DELETE /api/1.0/archive/{days}", 401, 200, 200, 200)
            .route("GET /api/1.0/marketplace/recipe", 200, 200, 200, 200)
            .route("GET /api/1.0/marketplace/recipe/{recipe}", 403, 403, 403, 200)
            .route("POST /api/1.0/marketplace/recipe/{recipe}", 401, 403, 403, 200, "{'description':'x','task':{id}}")
            .route("PUT /api/1.0/marketplace/recipe/{recipe}", 401, 403, 403, 200, "{'description':'x'}")
            .route("DELETE /api/1.0/marketplace/recipe/{recipe}", 401, 403, 403, 200)
            .route("GET /admin/maintenance", 401, 403, 403, 200)
            .route("POST /admin/maintenance/{node}/{status}", 401, 403, 403, 200);

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** A task in a project with one more member, with a share, and a private recipe of it. */
    private record Owned(String task, String share, String recipe) implements RouteWalk.Scene {
        static Owned fresh() {
            var task = String.valueOf(as(Tokens.user(OWNER))
                    .body(TASK.replace('\'', '"').replace("{new}", "walked").replace("{project}", PROJECT))
                    .post("/api/1.0/task")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getLong("id"));
            String share = as(Tokens.user(OWNER))
                    .post("/api/v1/tasks/" + task + "/shares")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            var recipe = freshName();
            as(Tokens.user(OWNER))
                    .body("{\"name\":\"%s\",\"description\":\"x\",\"task\":%s}".formatted(recipe, task))
                    .post("/api/v1/recipes")
                    .then()
                    .statusCode(201);
            return new Owned(task, share, recipe);
        }

        static Owned never() {
            return new Owned("999999999", "no-such-share", freshName());
        }

        private static String freshName() {
            return "walk-" + NEXT.incrementAndGet();
        }

        private static RequestSpecification as(String token) {
            return given().auth().oauth2(token).contentType(ContentType.JSON);
        }

        @Override
        public RequestSpecification stranger() {
            return as(Tokens.user(STRANGER));
        }

        @Override
        public RequestSpecification mate() {
            return as(Tokens.user(MATE));
        }

        @Override
        public RequestSpecification admin() {
            return as(Tokens.admin());
        }

        @Override
        public Map<String, String> names(String route) {
            return Map.ofEntries(
                    Map.entry("id", idOn(route)),
                    Map.entry("user", OWNER),
                    Map.entry("share", share),
                    Map.entry("name", recipe),
                    Map.entry("recipe", recipe),
                    Map.entry("token", "no-such-token"),
                    Map.entry("project", PROJECT),
                    Map.entry("image", "slipway/base"),
                    Map.entry("days", "3650"),
                    Map.entry("skip", "0"),
                    Map.entry("limit", "10"),
                    Map.entry("year", "2024"),
                    Map.entry("month", "3"),
                    Map.entry("node", "walk-node"),
                    Map.entry("status", route.contains("/maintenance/") ? "off" : "pending"),
                    Map.entry("new", freshName()));
        }

        private String idOn(String route) {
            if (route.contains("/api/1.0/user/")) {
                return OWNER;
            }
            return route.contains("/api/1.0/project/") ? PROJECT : task;
        }
    }

    @BeforeEach
    void accounts() {
        Projects.announce(PROJECT, OWNER, OWNER, MATE);
        Accounts.announce(OWNER, 5300, List.of(PROJECT));
        Accounts.announce(MATE, 5301, List.of(PROJECT));
        Accounts.announce(STRANGER, 5302);
        Accounts.announce("admin", 5303);
        Awaitility.await()
                .until(() -> Owned.as(Tokens.user(MATE))
                                .get("/api/1.0/project/" + PROJECT + "/usage")
                                .statusCode()
                        == 200);
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : List.of(OWNER, MATE, STRANGER, "admin")) {
            Owned.as(Tokens.admin())
                    .delete("/api/1.0/user/" + login + "/task")
                    .then()
                    .statusCode(200);
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
