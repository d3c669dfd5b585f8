package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passwords that a real directory knows. */
@ExtendWith(SuiteExtension.class)
class DirectoryIT {
    private static final String PASSWORD = "what the directory knows 7";

    @Test
    void aPasswordOfTheDirectoryOpensTheAccountOfThatLoginAndNoOther(Suite suite) throws Exception {
        var directory = suite.makeDirectory("judy", PASSWORD);
        directory.start();
        try {
            assertThat(login(suite, "judy", PASSWORD).statusCode())
                    .as("in the directory, but without an account")
                    .isEqualTo(401);
            suite.key("judy");
            var opened = login(suite, "judy", PASSWORD);
            assertThat(opened.statusCode()).isEqualTo(200);
            assertThat(suite.anonymous()
                            .header("Authorization", "Bearer " + opened.path("token"))
                            .get("/api/1.0/task/active")
                            .statusCode())
                    .isEqualTo(200);
            for (var wrong : new String[] {"another password 8", "", PASSWORD + " "}) {
                assertThat(login(suite, "judy", wrong).statusCode()).isEqualTo(401);
            }
            for (var nobody : new String[] {"*", "jud*", "judy)(uid=*", "reader"}) {
                assertThat(login(suite, nobody, PASSWORD).statusCode()).isEqualTo(401);
            }
        } finally {
            directory.stop();
        }
        var away = login(suite, "judy", PASSWORD);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.jsonPath().getString("detail")).contains("directory");
        directory.start();
        try {
            assertThat(login(suite, "judy", PASSWORD).statusCode()).isEqualTo(200);
        } finally {
            directory.stop();
        }
    }

    private static Response login(Suite suite, String login, String password) {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("login", login, "password", password))
                .post("/api/v1/tokens/session");
    }
}
