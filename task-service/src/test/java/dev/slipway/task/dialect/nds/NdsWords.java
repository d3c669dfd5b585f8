package dev.slipway.task.dialect.nds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.task.task.Task;
import java.util.function.UnaryOperator;

/** The status of a job of NDS Labs, without a wire. */
public final class NdsWords {
    private NdsWords() {}

    public static JsonNode document(Task task) {
        return NdsMapper.status(task, "", UnaryOperator.identity());
    }
}
