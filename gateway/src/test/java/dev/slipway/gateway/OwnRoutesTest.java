package dev.slipway.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the gateway answers itself. In this suite task answers 413 to everything and node is dead. */
@QuarkusTest
@QuarkusTestResource(TestOrigins.class)
class OwnRoutesTest {
    @Test
    @DisplayName("GO-Docker 1 and 2: ping, and the exact content type")
    void answersPing() {
        given().get("/api/1.0/ping")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/json; charset=UTF-8"))
                .body(equalTo("{\"msg\":\"pong\"}"));
    }

    @Test
    void isReadyByItself() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void tellsTheHealthOfEachService() {
        given().get("/health")
                .then()
                .statusCode(503)
                .header("Cache-Control", equalTo("no-store"))
                .body("status", equalTo("DOWN"))
                .body("services.name", hasItem("storage-service"))
                .body("services.size()", equalTo(5))
                .body("services.find { it.name == 'auth-service' }.status", equalTo("UP"))
                .body("services.find { it.name == 'auth-service' }", hasKey("latency_ms"))
                .body("services.find { it.name == 'auth-service' }.checks", equalTo(List.of()))
                .body("services.find { it.name == 'task-service' }.status", equalTo("DOWN"))
                .body("services.find { it.name == 'node-service' }.status", equalTo("DOWN"));
    }

    @Test
    void tellsTheMetricsOfAllServices() {
        given().get("/api/v1/data/x").then().statusCode(200);
        var page = given().get("/metrics")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .extract()
                .asString();
        assertThat(page)
                .contains("slipway_up{service=\"auth-service\"} 1", "slipway_up{service=\"node-service\"} 0")
                .contains("slipway_gateway_requests_seconds_count{service=\"gateway\",origin=\"storage-service\"");
    }

    @Test
    void describesWhatItCanReach() {
        given().get("/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", startsWith("3."))
                .body("paths", hasKey("/api/1.0/ping"))
                .body("paths", hasKey("/health"))
                .body("'x-missing'", hasItem("node-service"));
    }

    @Test
    void bringsThePagesToReadThem() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("/openapi/ui"));
        given().get("/openapi/ui/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("url: '/openapi'"))
                .body(not(containsString("https://")));
        given().get("/openapi/ui/swagger-ui-bundle.js").then().statusCode(200);
    }
}
