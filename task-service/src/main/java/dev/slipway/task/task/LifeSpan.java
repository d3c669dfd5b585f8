package dev.slipway.task.task;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How long a task may run: {@code 7d}, {@code 12h}, {@code 30s} or bare seconds. */
public final class LifeSpan {
    /** The name of the field it is asked for with. */
    public static final String FIELD = "maxlifespan";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([dhs]?)");

    private LifeSpan() {}

    /** Seconds, at least 1; empty when the text is none. */
    public static OptionalLong parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            return OptionalLong.empty();
        }
        var count = Long.parseLong(form.group(1));
        return OptionalLong.of(
                switch (form.group(2)) {
                    case "d" -> count * 86_400;
                    case "h" -> count * 3_600;
                    default -> count;
                });
    }
}
