package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.MailCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is written to owners who want to hear of their tasks. Children are silent. */
final class Mails {
    private Mails() {}

    /** At most one mail, that says where the task is: once in an attempt. */
    static List<Event> about(Task task, int attempt, String primary, String secondary, Instant at) {
        return about(task, attempt, primary, secondary, "", at);
    }

    /** The same, each time it comes to that: the moment tells one from the next. */
    static List<Event> eachTime(Task task, int attempt, String primary, String secondary, Instant at) {
        return about(task, attempt, primary, secondary, "-" + at.toEpochMilli(), at);
    }

    private static List<Event> about(
            Task task, int attempt, String primary, String secondary, String which, Instant at) {
        if (!task.spec().mail() || task.course().member().isPresent()) {
            return List.of();
        }
        var word = secondary.isEmpty() ? primary : secondary;
        return List.of(new MailCommand.Send(
                "task-%s-%d-%s%s".formatted(task.id(), attempt, word, which),
                task.owner().login(),
                "task",
                Map.of(
                        "id",
                        task.id().toString(),
                        "name",
                        task.spec().name(),
                        "primary",
                        primary,
                        "secondary",
                        secondary),
                at));
    }
}
