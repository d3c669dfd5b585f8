package dev.slipway.task.schedule;

import dev.slipway.task.plan.Shape;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.QueueMark;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.task.usage.UsageWindows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Brings a board to what the store says. Every method joins the caller's session. */
@ApplicationScoped
class BoardReader {
    private final TaskRepository tasks;
    private final AttemptRepository attempts;
    private final UsageWindows windows;

    BoardReader(TaskRepository tasks, AttemptRepository attempts, UsageWindows windows) {
        this.tasks = tasks;
        this.attempts = attempts;
        this.windows = windows;
    }

    /** What waits since then, all that holds a node, and what all of them have used; the answer is how far that goes. */
    Uni<QueueMark> read(Board board, QueueMark since) {
        board.reading();
        return tasks.waiting(since, board::addAll)
                .call(() -> attempts.holding().invoke(board::holding))
                .call(() -> readUse(board));
    }

    /** What all that stand there have used. */
    Uni<Void> readUse(Board board) {
        return use(board, board.owners(), board.projects());
    }

    /** What everybody has used, also the owner and the project of a task that does not stand there. */
    Uni<Void> addUse(Board board, Shape guest) {
        var owners = board.owners();
        var projects = board.projects();
        owners.add(guest.owner());
        projects.add(guest.project());
        return use(board, owners, projects);
    }

    private Uni<Void> use(Board board, Set<String> owners, Set<String> projects) {
        return windows.of(owners, projects)
                .chain(window -> windows.shares(owners, projects)
                        .invoke(shares -> board.used(
                                Windows.used(window, owners, projects),
                                Windows.counted(window),
                                shares.map(it -> Windows.used(it, owners, projects)))))
                .replaceWithVoid();
    }
}
