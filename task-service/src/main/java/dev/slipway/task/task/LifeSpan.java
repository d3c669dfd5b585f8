package dev.slipway.task.task;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How long a task may run: {@code 7d}, {@code 12h}, {@code 30s} or bare seconds. */
public final class LifeSpan {
    /** The name of the field it is asked for with. */
    public static final String FIELD = "maxlifespan";

    /** What is said of a text that is none. */
    public static final String WANTED = "must be a time such as 7d, 12h, 30s or a number of seconds, at most 3650d";

    /** Ten years: added to a moment it is still one that the store knows. */
    static final long MOST_SECONDS = 3_650L * 86_400;

    /** A task's in the store, where it may be longer; null where it has none, which {@code least} would pass over. */
    static final String BOUNDED =
            "case when task.life_span > %1$d then %1$d else task.life_span end".formatted(MOST_SECONDS);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([dhs]?)");

    private LifeSpan() {}

    /** Seconds, at least 1; empty when the text is none, or more than ten years. */
    public static OptionalLong parse(String text) {
        var seconds = seconds(text);
        return seconds.isPresent() && seconds.getAsLong() <= MOST_SECONDS ? seconds : OptionalLong.empty();
    }

    /** The same of a text that was taken once: there was no longest then. */
    static OptionalLong stored(String text) {
        var seconds = seconds(text);
        return seconds.isPresent() ? OptionalLong.of(bounded(seconds.getAsLong())) : seconds;
    }

    /** Stored seconds, or what is meant where they are more than can be asked for. */
    static long bounded(long seconds) {
        return Math.min(seconds, MOST_SECONDS);
    }

    private static OptionalLong seconds(String text) {
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
