package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.task.dialect.godocker.GoDockerMapper.Beside;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** GO-Docker's documents, without a wire. */
public final class GoDockerWords {
    private GoDockerWords() {}

    public static JsonNode document(Task task) {
        return GoDockerMapper.toWire(task, GoDockerStatus.of(task, Optional.empty()), new Beside(0, false));
    }

    public static Submission read(JsonNode body, Offer offer) {
        return new GoDockerSubmission(offer).read(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
