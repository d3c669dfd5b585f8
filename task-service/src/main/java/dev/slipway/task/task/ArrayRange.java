package dev.slipway.task.task;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values of an array's children: {@code first}, {@code first + step}, … It stops at the end that was asked for.
 *
 * @param values as it was asked for
 * @param size how many there are, at least 1
 */
public record ArrayRange(String values, int first, int step, int size) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?::(\\d{1,9})(?::(\\d{1,9}))?)?");

    /** {@code N} is 1 to N; else {@code start:end} or {@code start:end:step}. Empty when it is none of these. */
    public static Optional<ArrayRange> parse(String values) {
        var form = FORM.matcher(values.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        int one = Integer.parseInt(form.group(1));
        int first = form.group(2) == null ? 1 : one;
        int end = form.group(2) == null ? one : Integer.parseInt(form.group(2));
        int step = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
        return step < 1 || end < first
                ? Optional.empty()
                : Optional.of(new ArrayRange(values.strip(), first, step, (end - first) / step + 1));
    }

    /** The greatest value a child has. */
    public int last() {
        return first + (size - 1) * step;
    }

    /** What the process of a child with this value finds. In both spellings: the manual's and the one that scripts in use have. */
    public Map<String, String> variables(int index) {
        return Stream.of("GODOCKER_TASK_", "GOGOCKER_TASK_")
                .flatMap(prefix -> Map.of("ID", index, "FIRST", first, "LAST", last(), "STEP", step).entrySet().stream()
                        .map(it -> Map.entry(prefix + it.getKey(), Integer.toString(it.getValue()))))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The value of the child at a place, counted from 0. */
    public int index(long place) {
        return Math.toIntExact(first + place * step);
    }
}
