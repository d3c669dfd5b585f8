package dev.slipway.task.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Map;

/** What a task asked for, as text that is kept: for recipes, and to ask for the same again. */
public final class SpecJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SpecJson() {}

    /** All of it. */
    public static String write(TaskSpec spec) {
        try {
            return JSON.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@link #write} wrote, also long ago: what is newer than it is as if it had not been asked for. */
    public static TaskSpec read(String json) {
        try {
            return JSON.readValue(json, TaskSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a kept wish: " + e.getOriginalMessage(), e);
        }
    }

    /** The same wish with other texts, by the names of the members. */
    public static TaskSpec with(TaskSpec spec, Map<String, String> texts) {
        ObjectNode node = JSON.valueToTree(spec);
        texts.forEach(node::put);
        return read(node.toString());
    }
}
