package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.MailCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is written to owners who want to hear of their tasks: once for each state of each attempt. Children are silent. */
final class Mails {
    private Mails() {}

    /** At most one mail, that says where the task is. */
    static List<Event> about(Task task, int attempt, String primary, String secondary, Instant at) {
        if (!task.spec().mail() || task.course().member().isPresent()) {
            return List.of();
        }
        var word = secondary.isEmpty() ? primary : secondary;
        return List.of(new MailCommand.Send(
                "task-%s-%d-%s".formatted(task.id(), attempt, word),
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
