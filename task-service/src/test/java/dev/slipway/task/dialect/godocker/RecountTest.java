package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All sums can be made again of what does not know the ledger. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RecountTest {
    private static final TestNode NODE = new TestNode("recount-node");

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("rick", 4500);
        Accounts.announce("admin", 4501);
    }

    private static JsonPath recompute(String query) {
        return asAdmin()
                .post("/api/v1/usage/recompute" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> differences(JsonPath found, String about) {
        return found.getList("differences.findAll { it.what.startsWith('%s') }.kind".formatted(about));
    }

    private void sql(String statement, Object... parameters) {
        database.preparedQuery(statement)
                .execute(Tuple.from(parameters))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    /** Past the guard of the ledger, as only the owner of the database can. */
    private void tamper(String statement, Object... parameters) {
        sql("alter table usage_ledger disable trigger usage_ledger_only_grows");
        try {
            sql(statement, parameters);
        } finally {
            sql("alter table usage_ledger enable trigger usage_ledger_only_grows");
        }
    }

    @Test
    void theLedgerOnlyGrows() {
        for (var statement :
                List.of("update usage_ledger set seconds = 0", "delete from usage_ledger", "truncate usage_ledger")) {
            assertThatThrownBy(() -> sql(statement)).hasMessageContaining("usage_ledger only grows");
        }
    }

    @Test
    void whatIsMissingOrWrongIsFoundAndPutRight() {
        NODE.serving(64, 256, () -> {
            var id = submit("rick", task(""));
            NODE.run(NODE.start(id), 0);
            awaitPrimary("rick", id, "over");
            var name = id + "-1";
            var sound = recompute("");
            assertThat(differences(sound, name)).isEmpty();
            assertThat(differences(sound, "rick")).isEmpty();
            assertThat(sound.getLong("told")).isPositive();
            sql("update usage_day set cpus = cpus + 5 where owner = $1", "rick");
            assertThat(differences(recompute(""), "rick")).containsExactly("day");
            tamper("update usage_ledger set seconds = seconds + 100 where task = $1", id);
            assertThat(differences(recompute(""), name)).containsExactlyInAnyOrder("different", "untold");
            tamper("delete from usage_ledger where task = $1", id);
            assertThat(differences(recompute(""), name)).containsExactlyInAnyOrder("missing", "untold");
            recompute("?repair=true");
            var repaired = recompute("");
            assertThat(differences(repaired, name)).isEmpty();
            assertThat(differences(repaired, "rick")).isEmpty();
            eventually(() -> as("rick")
                    .get("/api/1.0/user/rick/usage")
                    .then()
                    .body("$", hasSize(1))
                    .body("[0].cpu", equalTo(1)));
            as("rick").post("/api/v1/usage/recompute").then().statusCode(403);
        });
    }
}
