package dev.slipway.platform.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private final Failure missing = Failure.notFound("task", 42);

    @Test
    void goDockerSaysMsgWithTheExactContentType() {
        var answer = Answers.to(missing, "GET", "/api/1.0/task/42", "r1");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).isEqualTo("application/json; charset=UTF-8");
        assertThat(answer.body()).isEqualTo("{\"msg\":\"No task 42\"}");
    }

    @Test
    void aRefusedTaskHasNoId() {
        var answer = Answers.to(Failure.invalid("requirements.cpu", "must be positive"), "POST", "/api/1.0/task", "r1");
        assertThat(answer.body()).isEqualTo("{\"msg\":\"requirements.cpu: must be positive\",\"id\":null}");
    }

    @Test
    void ourOwnApiSpeaksProblemDetails() {
        var answer = Answers.to(missing, "GET", "/api/v1/tasks/42", "r1");
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .contains(
                        "\"status\":404",
                        "\"detail\":\"No task 42\"",
                        "\"request_id\":\"r1\"",
                        "urn:slipway:task.not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "/nodes/abc, error",
        "/upload, nds.task_not_found",
        "/nds/upload, nds.task_not_found",
        "/describe-images, request_id",
        "/ga4gh/tes/v1/tasks/1, status_code",
        "/nodesandmore, urn:slipway",
    })
    void everyDialectHasItsForm(String path, String sign) {
        assertThat(Answers.to(missing, "GET", path, "r1").body()).contains(sign);
    }

    @ParameterizedTest
    @CsvSource({"EXHAUSTED, 503, 429", "REFUSED, 403, 422", "NOT_BUILT, 501, 501", "UNAVAILABLE, 503, 503"})
    void goDockerClientsKnowFewerStatuses(Failure.Kind kind, int goDocker, int native_) {
        var failure = new Failure(kind, "x", "y");
        assertThat(Answers.to(failure, "GET", "/api/1.0/x", "").status()).isEqualTo(goDocker);
        assertThat(Answers.to(failure, "GET", "/api/v1/x", "").status()).isEqualTo(native_);
    }

    @Test
    void ndsClientsReadTheStateOfAJobThatIsNot() {
        var failure = new Failure(Failure.Kind.NOT_FOUND, "job_not_found", "No job 7");
        assertThat(Answers.to(failure, "GET", "/upload", "r1").body())
                .isEqualTo(
                        "{\"create task state\":\"UNKNOWN\",\"error\":\"No job 7\",\"code\":\"nds.job_not_found\",\"request_id\":\"r1\"}");
        var media = new Failure(Failure.Kind.INVALID, "media_type", "x");
        assertThat(Answers.to(media, "POST", "/nds/upload", "r1").status()).isEqualTo(415);
        assertThat(Answers.to(media, "POST", "/api/v1/tasks", "r1").status()).isEqualTo(400);
    }

    @Test
    void anOutageIsToldFromABug() {
        assertThat(Outage.is(new java.net.ConnectException("refused"))).isTrue();
        assertThat(Outage.is(new RuntimeException(new java.util.concurrent.TimeoutException())))
                .isTrue();
        assertThat(Outage.is(Failure.unavailable("x"))).isTrue();
        assertThat(Outage.is(missing)).isFalse();
        assertThat(Outage.is(new IllegalStateException("bug"))).isFalse();
    }
}
