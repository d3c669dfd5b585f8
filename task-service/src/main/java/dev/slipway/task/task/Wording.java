package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form of what a task asks for, whatever language it came in. What is wrong is refused by the name of its member. */
public final class Wording {
    private static final Pattern IMAGE = Pattern.compile("[\\p{Alnum}._/:@+-]{1,512}");
    private static final int LARGEST_PORT = 65535;
    private static final int MOST_PARENTS = 1000;
    private static final int LAST_YEAR = 9999;
    private static final String CONTAINERS = "docker";

    private Wording() {}

    /** Text that can be stored and written as UTF-8. */
    public static String text(String field, String text) {
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(Wording::isHalfOfAPair)) {
            throw Failure.invalid(field, "has a character that is no text");
        }
        return text;
    }

    /** Half a character outside the basic plane: it has no UTF-8 form. */
    private static boolean isHalfOfAPair(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** One line of text, such as a URI. */
    public static String line(String field, String text) {
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw Failure.invalid(field, "must be one line of text");
        }
        return text(field, text);
    }

    /** The name of a task: one line that is not empty. */
    public static String name(String field, String name) {
        if (name.isBlank()) {
            throw Failure.invalid(field, "must not be empty");
        }
        return line(field, name);
    }

    /** A year the store and every reader can write with four digits. */
    public static int year(String field, int year) {
        if (year < 1 || year > LAST_YEAR) {
            throw Failure.invalid(field, "must be in the years 1 to " + LAST_YEAR);
        }
        return year;
    }

    /** A moment in such a year. */
    public static Instant time(String field, Instant time) {
        year(field, time.atOffset(ZoneOffset.UTC).getYear());
        return time;
    }

    /** The name of an image, with or without registry, tag and digest. */
    public static String image(String field, String image) {
        if (!IMAGE.matcher(image).matches()) {
            throw Failure.invalid(field, "not the name of an image");
        }
        return image;
    }

    /** A port, from 1 to 65535. */
    public static int port(String field, int port) {
        if (port < 1 || port > LARGEST_PORT) {
            throw Failure.invalid(field, "must be a port from 1 to " + LARGEST_PORT);
        }
        return port;
    }

    /** Each task once, and at most a thousand. */
    public static List<Long> parents(String field, List<Long> tasks) {
        var parents = tasks.stream().distinct().toList();
        if (parents.size() > MOST_PARENTS) {
            throw Failure.invalid(field, "more than %d tasks".formatted(MOST_PARENTS));
        }
        return parents;
    }

    /** The values of an array. */
    public static ArrayRange array(String field, String values) {
        return ArrayRange.parse(values)
                .orElseThrow(
                        () -> Failure.invalid(
                                field,
                                "must be N, start:end or start:end:step, with an end not before its start and a step of at least 1"));
    }

    /** Labels that are configured; empty ones are nothing. */
    public static List<String> labels(String field, List<String> given, Offer offer) {
        var labels = given.stream().filter(it -> !it.isBlank()).distinct().toList();
        labels.stream().filter(it -> !offer.hasLabel(it)).findFirst().ifPresent(it -> {
            throw Failure.invalid(field, "no label %s is configured".formatted(it));
        });
        return labels;
    }

    /**
     * An executor there is; the usual one when none is named. Clients may ask it for a queue and a kind of process, as in
     * {@code name:queue:native}: there are no queues, and containers only.
     */
    public static String executor(String field, Optional<String> given, Offer offer) {
        var executor = given.orElse(offer.executors().getFirst());
        if (offer.executors().contains(executor)) {
            return executor;
        }
        var parts = executor.split(":", 3);
        if (!offer.executors().contains(parts[0])) {
            throw Failure.invalid(
                    field, "unknown executor %s; known: %s".formatted(executor, String.join(", ", offer.executors())));
        }
        if (!parts[1].isEmpty()) {
            throw Failure.invalid(field, "executor %s has no queue %s".formatted(parts[0], parts[1]));
        }
        if (parts.length > 2 && !parts[2].equals(CONTAINERS)) {
            throw Failure.invalid(field, "executor %s runs containers only, not %s".formatted(parts[0], parts[2]));
        }
        return parts[0];
    }

    /** The values of dynamic fields, by their names. */
    public static Map<String, String> fields(String lifeSpanField, Map<String, String> values) {
        var lifeSpan = values.get(LifeSpan.FIELD);
        if (lifeSpan != null && LifeSpan.parse(lifeSpan).isEmpty()) {
            throw Failure.invalid(lifeSpanField, LifeSpan.WANTED);
        }
        return values;
    }
}
