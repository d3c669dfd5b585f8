package dev.slipway.task.task;

import java.time.Instant;
import java.util.Optional;

/**
 * Which tasks a list shows, and in which order.
 *
 * @param owner whose they are; everybody's when empty
 * @param name part of the name, in any case
 * @param dates what {@code from} and {@code to}, both inclusive, are about
 * @param pattern a regular expression as PostgreSQL knows them, looked for in any case in name, image, owner and tags
 */
public record TaskQuery(
        Optional<String> owner,
        Stage stage,
        Optional<String> project,
        Optional<String> tag,
        Optional<String> name,
        Dates dates,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> pattern,
        Order order) {
    /** How far a task is. */
    public enum Stage {
        ANY,
        /** Not over. */
        LIVE,
        /** Over, archived or not. */
        OVER,
        CREATED,
        PENDING,
        PLACED,
        RUNNING,
        /** It runs, or it is an array whose children are on their way. */
        UNDER_WAY,
        /** An array whose children are on their way. */
        SPREAD,
        STOPPING,
        /** Over and not archived. */
        ENDED,
        ARCHIVED
    }

    /** Which of a task's dates is meant. */
    public enum Dates {
        SUBMITTED,
        /** When it began to run, or what its readers are told instead. */
        BEGAN
    }

    /** What a list is sorted by; equal ones by number. */
    public enum Key {
        NUMBER,
        NAME,
        IMAGE,
        OWNER
    }

    /** The order of a list. */
    public record Order(Key key, boolean descending) {
        /** What lists show unless asked otherwise. */
        public static final Order NEWEST_FIRST = new Order(Key.NUMBER, true);

        /** What of a task it sorts by; empty where it is the number alone. */
        String of(Task task) {
            return switch (key) {
                case NUMBER -> "";
                case NAME -> task.spec().name();
                case IMAGE -> task.spec().image();
                case OWNER -> task.owner().login();
            };
        }
    }

    /** Where a page begins: behind this entry. */
    record Position(String value, long number) {}

    /** All tasks of a stage, newest first. */
    public static TaskQuery of(Stage stage) {
        return new TaskQuery(
                Optional.empty(),
                stage,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Dates.BEGAN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Order.NEWEST_FIRST);
    }

    /** The same, of one account only. */
    public TaskQuery ofOwner(String login) {
        return new TaskQuery(Optional.of(login), stage, project, tag, name, dates, from, to, pattern, order);
    }

    /** The same, on one project only. */
    public TaskQuery onProject(Optional<String> only) {
        return new TaskQuery(owner, stage, only, tag, name, dates, from, to, pattern, order);
    }

    /** The same, with one tag only. */
    public TaskQuery tagged(Optional<String> only) {
        return new TaskQuery(owner, stage, project, only, name, dates, from, to, pattern, order);
    }

    /** The same, with a part of the name. */
    public TaskQuery named(Optional<String> part) {
        return new TaskQuery(owner, stage, project, tag, part, dates, from, to, pattern, order);
    }

    /** The same, within dates. */
    public TaskQuery within(Dates meant, Optional<Instant> first, Optional<Instant> last) {
        return new TaskQuery(owner, stage, project, tag, name, meant, first, last, pattern, order);
    }

    /** The same, of what the expression finds. */
    public TaskQuery matching(Optional<String> expression) {
        return new TaskQuery(owner, stage, project, tag, name, dates, from, to, expression, order);
    }

    /** The same, in another order. */
    public TaskQuery in(Order other) {
        return new TaskQuery(owner, stage, project, tag, name, dates, from, to, pattern, other);
    }

    /** Whether looking may take long: then it is given a limit. */
    boolean isHeavy() {
        return pattern.isPresent() || name.isPresent() || tag.isPresent() || hasDates() || order.key() != Key.NUMBER;
    }

    /** Of lists that go by number the index serves those that find few; where many are found, and none of the newest, it takes long. */
    private boolean hasDates() {
        return dates == Dates.SUBMITTED && (from.isPresent() || to.isPresent());
    }
}
