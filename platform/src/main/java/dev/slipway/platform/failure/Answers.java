package dev.slipway.platform.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The answer to a failure in the dialect of the path that was asked for. Needs no framework: the gateway uses it too. */
public final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<WireErrors> DIALECTS = List.of(
            new GoDockerErrors(),
            new TesErrors(),
            new GridErrors(),
            new NdsErrors(),
            new GeoNexErrors(),
            new ProblemErrors());

    private Answers() {}

    /**
     * A complete error answer.
     *
     * @param contentType the exact header value
     * @param body JSON text
     */
    public record Answer(int status, String contentType, String body) {}

    /** What a caller who sent {@code method path} is told. */
    public static Answer to(Failure failure, String method, String path, String requestId) {
        var dialect = of(path);
        try {
            var body = JSON.writeValueAsString(dialect.body(failure, method, path, requestId));
            return new Answer(dialect.status(failure), dialect.contentType(), body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WireErrors of(String path) {
        return DIALECTS.stream().filter(it -> it.speaks(path)).findFirst().orElseThrow();
    }
}
