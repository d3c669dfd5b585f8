package dev.slipway.storage;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class HealthTest {
    @Test
    void itIsReadyOnceItHasReadWhatWasSaidOfAccounts() {
        await().atMost(60, SECONDS)
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.find { it.name == 'accounts read' }.status", equalTo("UP")));
    }

    @Test
    void itShowsHowManyEventsItCouldNotHandle() {
        Kafka.publish(ContainerEvent.TOPIC, "task-1", "this is no event");
        await().atMost(60, SECONDS)
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body(
                                "checks.find { it.name == 'dead letters' }.data.'container-events.v1.dead'",
                                greaterThanOrEqualTo(1)));
    }
}
