package dev.slipway.auth.project;

import dev.slipway.auth.Users;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Projects for tests, made the way an administrator makes them. */
public final class SomeProject {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private SomeProject() {}

    /** An id that is free. */
    public static String freshId() {
        return "project" + NEXT.incrementAndGet();
    }

    /** A new one; its id. */
    public static String of(String owner, String... members) {
        var id = freshId();
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(Map.of("id", id, "owner", owner, "members", List.of(members)))
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
        return id;
    }
}
