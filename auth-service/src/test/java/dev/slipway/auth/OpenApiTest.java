package dev.slipway.auth;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class OpenApiTest {
    @Test
    void describesEveryPublicRouteAndNoInternalOne() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/api/1.0/authenticate"))
                .body("paths", hasKey("/api/1.0/user/{id}"))
                .body("paths", hasKey("/api/v1/accounts"))
                .body("paths", hasKey("/api/v1/accounts/{login}/api-key"))
                .body("paths", not(hasKey("/internal/service-token")))
                .body("paths.'/api/v1/accounts'.post.responses.'201'", notNullValue())
                .body("paths.'/api/v1/accounts'.post.security", notNullValue())
                .body("components.schemas.Login.type", equalTo("string"))
                .body("components.schemas.NewAccount.required", hasItem("login"))
                .body("components.schemas.GoDockerLogin.properties.user.type", equalTo("string"))
                .body("components.schemas.GoDockerLogin.properties.apikey.type", equalTo("string"));
    }

    @Test
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }
}
