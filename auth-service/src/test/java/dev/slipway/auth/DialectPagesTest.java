package dev.slipway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Routes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route of an inherited dialect is on the dialect's page, where its use case and its differences are told. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class DialectPagesTest {
    @ParameterizedTest
    @CsvSource({
        "/api/1.0/, /api/1.0, godocker",
        "/v1/oauth/, '', grid",
        "/describe-users, '', geonex",
        "/register-user, '', geonex",
    })
    void everyRouteIsOnItsPage(String beginning, String unsaid, String page) throws IOException {
        var text = Files.readString(Path.of(System.getProperty("slipway.root"), "docs/dialects/" + page + ".md"));
        assertThat(Routes.all().stream()
                        .filter(it -> it.contains(" " + beginning))
                        .map(it -> it.replace(" " + unsaid, " ")))
                .isNotEmpty()
                .allSatisfy(route -> assertThat(text).containsPattern("`\\Q" + route + "\\E[`?]"));
    }
}
