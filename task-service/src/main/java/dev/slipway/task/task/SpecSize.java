package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** How large what a task asks for may be: it travels in the command that starts it, and an event takes four mebibytes. */
final class SpecSize {
    private static final int LARGEST_SCRIPT = 1 << 20;
    /** Of all of it in JSON; what the command has beside is ours, and small. */
    private static final int LARGEST = 3 << 20;
    /** What becomes of one character of a text in JSON, at most. */
    private static final int WIDEST = 6;

    private SpecSize() {}

    /**
     * Goes on only for what can be sent.
     *
     * @throws Failure TOO_LARGE otherwise
     */
    static void mustBeSendable(TaskSpec spec) {
        if (bytes(spec.script()) > LARGEST_SCRIPT) {
            throw tooLarge(
                    "script",
                    "more than %d bytes; a larger one can be a file that it runs, or of POST /upload"
                            .formatted(LARGEST_SCRIPT));
        }
        if (characters(spec) > LARGEST / WIDEST && bytes(SpecJson.write(spec)) > LARGEST) {
            throw tooLarge("task", "its texts are more than %d bytes together".formatted(LARGEST));
        }
    }

    private static Failure tooLarge(String field, String problem) {
        return new Failure(Kind.TOO_LARGE, "too_large", field + ": " + problem);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long characters(TaskSpec spec) {
        var needs = spec.needs();
        return Stream.<Collection<String>>of(
                        List.of(spec.name(), spec.description(), spec.script()),
                        spec.tags(),
                        spec.uris(),
                        needs.labels(),
                        needs.fields().values(),
                        needs.outfit().environment().keySet(),
                        needs.outfit().environment().values())
                .flatMap(Collection::stream)
                .mapToLong(String::length)
                .sum();
    }
}
