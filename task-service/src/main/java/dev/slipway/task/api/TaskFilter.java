package dev.slipway.task.api;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.TaskLists;
import dev.slipway.task.task.TaskQuery;
import dev.slipway.task.task.TaskQuery.Dates;
import dev.slipway.task.task.TaskQuery.Stage;
import dev.slipway.task.task.Wording;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** Which tasks a list shows. */
public class TaskFilter {
    @Parameter(
            description =
                    "created, pending, placed, running (suspended ones and arrays under way, too), stopping, over,"
                            + " archived; or live for all that are not over")
    @RestQuery
    Optional<String> state = Optional.empty();

    @Parameter(description = "For administrators: only this account's")
    @RestQuery
    Optional<String> owner = Optional.empty();

    @RestQuery
    Optional<String> project = Optional.empty();

    @RestQuery
    Optional<String> tag = Optional.empty();

    @Parameter(description = "Part of the name, in any case")
    @RestQuery
    Optional<String> name = Optional.empty();

    @Parameter(description = "Submitted at this time or later, such as 2026-11-01T00:00:00Z")
    @RestQuery
    Optional<String> since = Optional.empty();

    @Parameter(description = "Submitted at this time or earlier")
    @RestQuery
    Optional<String> until = Optional.empty();

    TaskQuery query(Caller caller, TaskLists lists) {
        var query = TaskQuery.of(stage())
                .onProject(given(project))
                .tagged(given(tag))
                .named(given(name))
                .within(Dates.SUBMITTED, date("since", since), date("until", until));
        var whose = given(owner);
        if (caller.isAdmin()) {
            return whose.map(query::ofOwner).orElse(query);
        }
        whose.filter(it -> !it.equals(caller.login())).ifPresent(_ -> {
            throw Failure.forbidden("owner: only administrators list the tasks of others");
        });
        return whose.isPresent() ? query.ofOwner(caller.login()) : lists.seenBy(caller, query);
    }

    private Stage stage() {
        return given(state)
                .map(word -> switch (word) {
                    case "live" -> Stage.LIVE;
                    case "created" -> Stage.CREATED;
                    case "pending" -> Stage.PENDING;
                    case "placed" -> Stage.PLACED;
                    case "running" -> Stage.UNDER_WAY;
                    case "stopping" -> Stage.STOPPING;
                    case "over" -> Stage.ENDED;
                    case "archived" -> Stage.ARCHIVED;
                    default ->
                        throw Failure.invalid(
                                "state", "must be created, pending, placed, running, stopping, over, archived or live");
                })
                .orElse(Stage.ANY);
    }

    private static Optional<String> given(Optional<String> parameter) {
        return parameter.filter(it -> !it.isBlank());
    }

    private static Optional<Instant> date(String field, Optional<String> text) {
        try {
            return given(text).map(Instant::parse).map(it -> Wording.time(field, it));
        } catch (DateTimeParseException e) {
            throw Failure.invalid(field, "must be a time such as 2026-11-01T00:00:00Z");
        }
    }
}
