package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** An array runs from when the first of its children is placed; that is told like the start of any task. */
@ApplicationScoped
public class ArrayStarts {
    private final TaskRepository repository;

    ArrayStarts(TaskRepository repository) {
        this.repository = repository;
    }

    /** What is to be told of the arrays that run by this placement. Joins its transaction. */
    public Uni<List<Event>> by(List<Task> placed) {
        var runs = new HashMap<TaskId, Run>();
        for (var task : placed) {
            task.course()
                    .member()
                    .ifPresent(it -> runs.put(it.array(), task.liveRun().orElseThrow()));
        }
        return runs.isEmpty()
                ? Uni.createFrom().item(List.of())
                : repository.find(runs.keySet()).map(arrays -> {
                    var told = new ArrayList<Event>();
                    for (var array : arrays) {
                        var at = Objects.requireNonNull(runs.get(array.id())).placedAt();
                        var since = array.course().children().flatMap(Course.Children::since);
                        if (since.filter(at::equals).isPresent()) {
                            told.add(new TaskEvent.Started(
                                    array.id().number(), array.owner().login(), "", 0, at));
                            told.addAll(Mails.about(array, 0, "running", "", at));
                        }
                    }
                    return told;
                });
    }
}
