package dev.slipway.platform.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Between events and their JSON. Unknown members and unknown types are read without complaint: the writer may be newer. */
public final class Contract {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            // Only a record's components travel, not what is asked of it.
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String TYPE = "{\"type\":\"";

    private Contract() {}

    /** The JSON of one event. */
    public static String write(Event event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + event.getClass().getName(), e);
        }
    }

    /**
     * The event in a record.
     *
     * @param family the sealed interface its topic carries
     * @throws IllegalArgumentException when it is no JSON of that family
     */
    public static <E extends Event> E read(String json, Class<E> family) {
        try {
            return JSON.readValue(json, family);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a " + family.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The {@code type} that {@link #write} put first into this JSON, such as {@code task.placed}. */
    public static String typeOf(String json) {
        return json.startsWith(TYPE) ? json.substring(TYPE.length(), json.indexOf('"', TYPE.length())) : "unknown";
    }
}
