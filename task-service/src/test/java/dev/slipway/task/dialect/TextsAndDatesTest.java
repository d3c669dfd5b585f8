package dev.slipway.task.dialect;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts and dates that cannot be stored are refused by the name of their field, in every dialect and wherever they stand. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TextsAndDatesTest {
    private long task;

    @BeforeEach
    void aTaskAndARecipe() {
        Accounts.announce("admin", 5411);
        task = asAdmin()
                .body("{\"image\":\"slipway/base\",\"script\":\"true\",\"held\":true}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        asAdmin()
                .body("{\"name\":\"texts\",\"description\":\"x\",\"task\":%d}".formatted(task))
                .post("/api/v1/recipes")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void nothingIsLeft() {
        asAdmin().delete("/api/1.0/user/admin/task").then().statusCode(200);
    }

    private static RequestSpecification asAdmin() {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.admin())
                .header("Content-Type", "application/json");
    }

    private static void refused(Response answer, String field) {
        assertThat(answer.asString()).contains("\"" + field + ": ");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/1.0/task/active?project=%00, project",
        "/api/1.0/task/active/all?project=a%00b, project",
        "/api/1.0/task/over?project=%00, project",
        "/api/1.0/task/over?regex=%00, regex",
        "/api/1.0/task/over?draw=1&regex=a%00, regex",
        "/api/1.0/task/over?start_date=1e300, start_date",
        "/api/1.0/task/over?end_date=-1e300, end_date",
        "/api/1.0/task/over?end_date=NaN, end_date",
        "/api/1.0/task/over?start_date=Infinity, start_date",
        "/api/1.0/archive/0?tag=%00, tag",
        "/api/1.0/archive/99999999, days",
        "/api/1.0/user/%00/usage, id",
        "/api/1.0/user/tess/billing/999999999/1, year",
        "/api/1.0/user/tess/billing/0/1, year",
        "/api/1.0/user/tess/billing/-5/1, year",
        "/api/1.0/project/%00/billing/2024/1, id",
        "/api/1.0/project/%00/usage, id",
        "/api/1.0/marketplace/recipe/%00, recipe",
        "/api/v1/tasks?project=%00, project",
        "/api/v1/tasks?tag=%00, tag",
        "/api/v1/tasks?name=%00, name",
        "/api/v1/tasks?owner=%00, owner",
        "/api/v1/tasks?since=%2B999999999-12-31T23:59:59Z, since",
        "/api/v1/tasks?until=-999999999-01-01T00:00:00Z, until",
        "/api/v1/recipes?after=%00, after",
        "/api/v1/recipes/a%00, name",
        "/api/v1/usage?user=%00, user",
        "/api/v1/usage?project=%00, project",
        "/api/v1/usage?from=%2B999999999-01-01&to=%2B999999999-01-02, from",
        "/api/v1/usage?to=-999999999-01-01, to",
    })
    void inAnAddress(String path, String field) {
        refused(asAdmin().get(path), field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST   | /api/v1/tasks/{id}/rerun             | {'name':'a\\u0000b'}                                        | name",
                "POST   | /api/v1/tasks/{id}/rerun             | {'name':' '}                                                 | name",
                "POST   | /api/v1/tasks/{id}/rerun             | {'project':'\\u0000'}                                        | project",
                "POST   | /api/v1/recipes/texts/tasks          | {'name':'\\u0000'}                                           | name",
                "POST   | /api/v1/recipes/texts/tasks          | {'name':''}                                                  | name",
                "POST   | /api/v1/recipes/texts/tasks          | {'name':'a\\nb'}                                             | name",
                "POST   | /api/v1/recipes/texts/tasks          | {'project':'\\u0000'}                                        | project",
                "POST   | /api/v1/recipes                      | {'name':'t','description':'\\u0000','task':{id}}             | description",
                "POST   | /api/v1/recipes                      | {'name':'t','description':'\\ud800','task':{id}}             | description",
                "PATCH  | /api/v1/recipes/texts                | {'description':'\\u0000'}                                    | description",
                "PUT    | /api/1.0/marketplace/recipe/texts    | {'description':'\\u0000'}                                    | description",
                "POST   | /api/v1/tasks                        | {'image':'i','script':'true','project':'\\u0000'}            | project",
                "POST   | /api/v1/tasks/cancel                 | {'all':true,'tag':'\\u0000'}                                 | tag",
                "POST   | /api/v1/tasks/cancel                 | {'all':true,'owner':'\\u0000'}                               | owner",
                "POST   | /api/1.0/task/over/0/0               | {'start':1e300}                                              | start",
                "POST   | /api/1.0/task/over/0/0?project=%00   | {}                                                           | project",
                "POST   | /upload                              | {'image_name':'slipway/base','script':'true','project':'\\u0000'} | project",
                "PUT    | /api/1.0/task/{id}                   | {'name':'maxlifespan','value':'\\u0000'}                     | value",
                "DELETE | /api/1.0/user/admin/task?tag=%00     | {}                                                           | tag",
                "DELETE | /api/1.0/archive/0?tag=%00           | {}                                                           | tag",
                "DELETE | /api/v1/tasks/{id}/shares/%00        | {}                                                           | share",
                "POST   | /admin/maintenance/%00/on            | {}                                                           | node",
            })
    void inABody(String method, String path, String body, String field) {
        var id = String.valueOf(task);
        var sent = body.replace("{id}", id).replace('\'', '"');
        refused(asAdmin().body(sent).request(method, path.replace("{id}", id)), field);
    }
}
