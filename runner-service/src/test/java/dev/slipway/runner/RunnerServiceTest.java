package dev.slipway.runner;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunnerServiceTest {
    @Test
    void isReadyWithoutAnyBackend() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/start-runner",
                "/restart-runner",
                "/stop-runner",
                "/delete-runner",
                "/describe-images",
                "/describe-containers",
                "/describe-runner-containers",
                "/send-email",
                "/geonex/runners",
                "/geonex/images/7/approve"
            })
    void saysInGeoNexThatItIsNotBuilt(String path) {
        given().get(path)
                .then()
                .statusCode(501)
                .contentType("application/json")
                .body("status", equalTo("error"))
                .body("code", equalTo(1000))
                .body("error", equalTo("not_built"))
                .body("message", equalTo("GET " + path + " is not built yet"))
                .body("request_id", notNullValue());
    }

    @Test
    void saysInNdsThatItIsNotBuilt() {
        given().get("/list_images")
                .then()
                .statusCode(501)
                .body("code", equalTo("nds.not_built"))
                .body("error", equalTo("GET /list_images is not built yet"))
                .body("request_id", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/runners", "/api/v1/runners/7", "/api/v1/images", "/api/v1/images/7/approval"})
    void saysInOurOwnWordsThatItIsNotBuilt(String path) {
        given().body("{}")
                .contentType("application/json")
                .post(path)
                .then()
                .statusCode(501)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:slipway:not_built"))
                .body("status", equalTo(501))
                .body("instance", equalTo(path));
    }

    @Test
    void knowsNothingElse() {
        given().get("/api/v1/tasks").then().statusCode(404).contentType("application/problem+json");
    }
}
