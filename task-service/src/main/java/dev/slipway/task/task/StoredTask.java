package dev.slipway.task.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** The part of a task that never changes, in the column that is never searched. */
record StoredTask(Account account, TaskSpec spec) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static StoredTask of(Task task) {
        return new StoredTask(task.owner(), task.spec());
    }

    static StoredTask fromJson(String json) {
        try {
            return JSON.readValue(json, StoredTask.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a stored task: " + e.getOriginalMessage(), e);
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
