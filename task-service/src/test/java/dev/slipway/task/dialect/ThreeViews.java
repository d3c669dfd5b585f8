package dev.slipway.task.dialect;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.testkit.Tokens;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One task as its owner reads it in our own words, in those of GO-Docker and in those of NDS Labs. */
record ThreeViews(JsonNode own, JsonNode goDocker, JsonNode nds) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ThreeViews of(String login, long id) {
        return new ThreeViews(
                read(login, "/api/v1/tasks/" + id),
                read(login, "/api/1.0/task/" + id),
                read(login, "/upload?job_id=" + id));
    }

    /** Our own document without the script, which lists leave out. */
    JsonNode ownInLists() {
        return ((ObjectNode) own.deepCopy()).without("script");
    }

    /** Our own document as a list shows it, which is read in another way. */
    static JsonNode listed(String login, long id) {
        return read(login, "/api/v1/tasks?limit=1&before=" + (id + 1)).at("/tasks/0");
    }

    static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }

    private static JsonNode read(String login, String path) {
        var answer = as(login).get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        try {
            return JSON.readTree(answer.asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A state, and what stands for it: our word for it or for the outcome, GO-Docker's two, NDS Labs' and the one it stands for. */
    enum Stand {
        CREATED("created", "created", null, "UNKNOWN", "created"),
        PENDING("pending", "pending", null, "UNKNOWN", "pending"),
        PASSED_OVER("pending", "pending", "rejected by scheduler", "UNKNOWN", "pending"),
        RESCHEDULED("pending", "pending", "rescheduled", "UNKNOWN", "pending"),
        PLACED("placed", "running", null, "UNKNOWN", "scheduled"),
        PREPARING("placed", "running", null, "UNKNOWN", "staging"),
        RUNNING("running", "running", null, "RUNNING", "running"),
        SUSPENDING("running", "running", "suspend requested", "RUNNING", "running"),
        SUSPENDED("suspended", "running", "suspended", "RUNNING", "suspended"),
        SUSPEND_REJECTED("running", "running", "suspend rejected", "RUNNING", "running"),
        RESUMING("suspended", "running", "resume requested", "RUNNING", "suspended"),
        RESUMED("running", "running", "resumed", "RUNNING", "running"),
        RESUME_REJECTED("running", "running", "resume rejected", "RUNNING", "running"),
        RESCHEDULING("stopping", "running", "reschedule requested", "RUNNING", "reschedule requested"),
        STOPPING("stopping", "running", "kill requested", "RUNNING", "kill requested"),
        /** Its node was told to stop it ten times in vain. */
        UNKNOWN("stopping", "running", "unknown", "RUNNING", "kill requested"),
        SUSPENDED_ARRAY("suspended", "running", "suspended", "RUNNING", "suspended"),
        DONE("exited", "over", "", "COMPLETED", "over"),
        BROKEN("exited", "over", "", "FAILED", "over"),
        OUT_OF_MEMORY("exited", "over", "", "FAILED", "out of memory"),
        KILLED("killed", "over", "killed", "FAILED", "killed"),
        /** It ran as long as it may. */
        OUTLIVED("killed", "over", "killed", "FAILED", "killed"),
        NEVER_RAN("failed", "over", "", "FAILED", "failed"),
        LOST("lost", "over", "", "FAILED", "lost"),
        REFUSED("refused", "over", "quota reached", "FAILED", "rejected"),
        FORBIDDEN("forbidden", "over", "rejected by scheduler", "FAILED", "rejected"),
        ARCHIVED("archived", "archived", "", "COMPLETED", "over");

        private final String own;
        private final String primary;

        @Nullable
        private final String secondary;

        private final String nds;
        private final String status;

        Stand(String own, String primary, @Nullable String secondary, String nds, String status) {
            this.own = own;
            this.primary = primary;
            this.secondary = secondary;
            this.nds = nds;
            this.status = status;
        }

        private boolean isOver() {
            return primary.equals("over") || primary.equals("archived");
        }

        /** Nobody let it run: it has no exit code. */
        private boolean wasNotLet() {
            return this == REFUSED || this == FORBIDDEN;
        }

        private boolean hasBegun() {
            return !primary.equals("created") && (!primary.equals("pending") || this == RESCHEDULED);
        }
    }

    /** All three say that it stands there, and agree in all that goes with it. */
    void stand(Stand stand) {
        var state = own.get("state").textValue();
        assertThat(state.equals("over") ? own.get("outcome").textValue() : state)
                .isEqualTo(stand.own);
        assertThat(goDocker.at("/status/primary").textValue()).isEqualTo(stand.primary);
        assertThat(goDocker.get("status").has("secondary")).isTrue();
        assertThat(goDocker.at("/status/secondary").textValue()).isEqualTo(stand.secondary);
        assertThat(nds.get("create_task_state").textValue())
                .isEqualTo(nds.get("create task state").textValue())
                .isEqualTo(stand.nds);
        assertThat(nds.get("state").textValue()).isEqualTo(stand.status);
        presence(stand);
        dates();
        exitCode(stand);
        reason(stand);
    }

    /** What clients of GO-Docker take for granted, and what for a sign: godocker.md 3.4. */
    private void presence(Stand stand) {
        var status = goDocker.get("status");
        assertThat(status.has("date_running")).as("date_running").isEqualTo(stand.hasBegun());
        assertThat(status.get("date_over").isNumber()).as("date_over").isEqualTo(stand.isOver());
        assertThat(status.get("date_over").isNull()).as("date_over").isEqualTo(!stand.isOver());
        assertThat(status.has("duration")).as("duration").isEqualTo(stand.isOver());
        assertThat(status.has("exitcode")).as("exitcode").isEqualTo(stand.isOver());
        var meta = goDocker.at("/container/meta");
        assertThat(meta.isObject()).as("meta").isEqualTo(stand.hasBegun());
        assertThat(meta.isNull()).as("meta").isEqualTo(!stand.hasBegun());
        assertThat(meta.has("State")).as("State").isEqualTo(stand.hasBegun() && !stand.wasNotLet());
        assertThat(!meta.has("State") || meta.at("/State/ExitCode").isInt()).isTrue();
        if (stand.isOver()) {
            assertThat(goDocker.at("/container/ports")).isEmpty();
        }
    }

    private void dates() {
        assertThat(Instant.parse(own.get("submitted_at").textValue()))
                .isEqualTo(Instant.parse(nds.get("submitted").textValue()));
        assertThat(nds.get("started").textValue())
                .isEqualTo(own.path("started_at").textValue());
        assertThat(nds.get("finished").textValue())
                .isEqualTo(own.path("ended_at").textValue());
        if (own.has("started_at")) {
            same("started_at", goDocker.at("/status/date_running"));
        }
        if (own.has("ended_at")) {
            same("ended_at", goDocker.at("/status/date_over"));
        }
    }

    private void same(String ours, JsonNode seconds) {
        var millis = Instant.parse(own.get(ours).textValue()).toEpochMilli();
        assertThat(seconds.decimalValue()).as(ours).isEqualByComparingTo(BigDecimal.valueOf(millis, 3));
    }

    /** Where the process told none, GO-Docker's clients still need a number; but not of what a quota refused. */
    private void exitCode(Stand stand) {
        var code = own.path("exit_code");
        assertThat(nds.get("exit_code").isNull()).isEqualTo(code.isMissingNode());
        assertThat(nds.get("exit_code").asInt()).isEqualTo(code.asInt());
        if (!stand.isOver()) {
            assertThat(code.isMissingNode()).isTrue();
            return;
        }
        var told = goDocker.at("/status/exitcode");
        switch (stand) {
            case REFUSED, FORBIDDEN -> assertThat(told.isNull()).isTrue();
            case KILLED, OUTLIVED -> assertThat(told.intValue()).isEqualTo(137);
            case NEVER_RAN -> assertThat(told.intValue()).isEqualTo(125);
            case LOST -> assertThat(told.intValue()).isEqualTo(1);
            default -> assertThat(told.intValue()).isEqualTo(code.intValue());
        }
        if (!stand.wasNotLet()) {
            assertThat(goDocker.at("/container/meta/State/ExitCode").intValue()).isEqualTo(told.intValue());
        }
    }

    private void reason(Stand stand) {
        var ours = own.path("reason").asText();
        var theirs = goDocker.at("/status/reason");
        var job = nds.get("reason").textValue();
        switch (stand) {
            case CREATED, PENDING, RESCHEDULED -> assertThat(theirs.isNull()).isTrue();
            case PASSED_OVER -> {
                assertThat(theirs.textValue()).isEqualTo("Not enough resources available");
                assertThat(job).contains(ours).isNotEmpty();
            }
            case UNKNOWN -> {
                assertThat(theirs.textValue()).isEqualTo("Failure to kill job");
                assertThat(ours + job).isEmpty();
            }
            case NEVER_RAN, LOST, REFUSED, FORBIDDEN, OUTLIVED ->
                assertThat(ours).isNotEmpty().isEqualTo(theirs.textValue()).isEqualTo(job);
            case OUT_OF_MEMORY -> {
                assertThat(ours).isEqualTo("out of memory").isEqualToIgnoringCase(theirs.textValue());
                assertThat(job).startsWith("Out of memory");
            }
            default -> {
                assertThat(ours).isEmpty();
                assertThat(theirs.textValue()).isEmpty();
                assertThat(job.isEmpty()).isEqualTo(!stand.nds.equals("FAILED"));
            }
        }
    }
}
