package dev.slipway.task.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.Task;
import java.util.Optional;

/** Our own API, without a wire. */
public final class OwnWords {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private OwnWords() {}

    public static JsonNode document(Task task) {
        return JSON.valueToTree(TaskJson.of(task, Optional.empty(), true));
    }

    public static Submission read(JsonNode body, Offer offer) {
        try {
            return NewTaskJson.toSubmission(JSON.treeToValue(body, NewTaskJson.class), offer);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
