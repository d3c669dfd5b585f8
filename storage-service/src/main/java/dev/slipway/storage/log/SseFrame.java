package dev.slipway.storage.log;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Server-sent events as text (HTML standard, section 9.2). */
final class SseFrame {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

    private SseFrame() {}

    /** Text up to offset {@code next}. Its line ends arrive as line feeds: a stream of events knows no other. */
    static byte[] text(long next, String text) {
        var frame = new StringBuilder(text.length() + 64);
        frame.append("id: ").append(next).append('\n');
        for (var line : LINE_END.split(text, -1)) {
            frame.append("data: ").append(line).append('\n');
        }
        return bytes(frame.append('\n').toString());
    }

    /** All was sent, nothing will follow. */
    static byte[] end(long next) {
        return bytes("event: end\nid: %d\ndata: %d\n\n".formatted(next, next));
    }

    /** Shows proxies and clients that somebody is there. */
    static byte[] comment(String word) {
        return bytes(": " + word + "\n\n");
    }

    private static byte[] bytes(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8);
    }
}
