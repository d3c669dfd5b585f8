package dev.slipway.task.dialect.nds;

import static dev.slipway.task.dialect.nds.Nds.IMAGE;
import static dev.slipway.task.dialect.nds.Nds.JSON;
import static dev.slipway.task.dialect.nds.Nds.UPLOAD;
import static dev.slipway.task.dialect.nds.Nds.as;
import static dev.slipway.task.dialect.nds.Nds.bare;
import static dev.slipway.task.dialect.nds.Nds.status;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A client of NDS Labs, and the settings its tests run with. */
public final class Nds {
    static final String UPLOAD = "/upload";
    static final String JSON = "application/json; charset=utf-8";
    static final String IMAGE = "slipway/base";

    private Nds() {}

    /** Two images, and three data sets of which one is a project's. */
    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.nds.images", "slipway/base,busybox:1.36",
                    "slipway.task.data.climate.path", "/srv/data/climate",
                    "slipway.task.data.rain.path", "/srv/data/rain",
                    "slipway.task.data.private.path", "/srv/data/private",
                    "slipway.task.data.private.projects", "somebody-elses");
        }
    }

    static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login));
    }

    /** A form with a script and an image. */
    static RequestSpecification job(String login) {
        return bare(login).formParam("script", "#!/bin/sh\necho hello\n");
    }

    /** A form without a script. */
    static RequestSpecification bare(String login) {
        return as(login).formParam("image_name", IMAGE);
    }

    /** Hands it in; its id. */
    static String submit(RequestSpecification request) {
        return created(request).extract().path("job_id");
    }

    static ValidatableResponse created(RequestSpecification request) {
        return request.post(UPLOAD).then().statusCode(201).header("Content-Type", JSON);
    }

    static ValidatableResponse status(String login, String id) {
        return as(login).get(UPLOAD + "?job_id=" + id).then().statusCode(200).header("Content-Type", JSON);
    }

    /** Attaches a file of some size. REST Assured would write all of it into its log. */
    static HttpResponse<String> attach(String login, byte[] file) throws IOException, InterruptedException {
        var head = part("name=\"image_name\"") + IMAGE + part("name=\"file\"; filename=\"tool\"");
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + UPLOAD))
                .header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "multipart/form-data; boundary=limit")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head.stripLeading()),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--limit--\r\n")))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static String part(String disposition) {
        return "\r\n--limit\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(disposition);
    }

    static JsonPath awaitState(String login, String id, String state) {
        TestNode.eventually(() -> status(login, id).body("create_task_state", equalTo(state)));
        return status(login, id).extract().jsonPath();
    }

    /** The number of the job as a task. */
    static long task(String login, String id) {
        return status(login, id).extract().jsonPath().getLong("task");
    }

    /** Not created, for a reason in which that word is. */
    static void refused(RequestSpecification request, int status, String code, String word) {
        request.post(UPLOAD)
                .then()
                .statusCode(status)
                .header("Content-Type", JSON)
                .header("Location", equalTo(null))
                .body("code", startsWith(code))
                .body("error", containsString(word))
                .body("request_id", matchesPattern(".+"))
                .body("job_id", equalTo(null));
    }

    /** Whatever is done, there are as many tasks and scripts as before. */
    static void nothingIsCreated(Pool database, Runnable work) {
        var before = rows(database);
        work.run();
        assertThat(rows(database)).isEqualTo(before);
    }

    private static List<Long> rows(Pool database) {
        var row = database.query("""
                        select (select count(*) from task where owner in ('nils', 'nora', 'nico')),
                          (select count(*) from script)""")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(60))
                .iterator()
                .next();
        return List.of(row.getLong(0), row.getLong(1));
    }
}
