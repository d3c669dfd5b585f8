package dev.slipway.task.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.plan.Turn;
import dev.slipway.task.plan.Turns.Part;
import dev.slipway.task.schedule.Dispatcher.QueueView;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The queue. */
@Path("/api/v1/queue")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
public class QueueResource {
    private static final int MOST = 1000;
    /** Between one's own others may stand, and each of those is looked at. */
    private static final int MOST_OWN = 100;

    private final Dispatcher dispatcher;
    private final CurrentCaller caller;

    QueueResource(Dispatcher dispatcher, CurrentCaller caller) {
        this.dispatcher = dispatcher;
        this.caller = caller;
    }

    /** How many wait and run, and the queue a part at a time: the caller's own, all of them for an administrator. */
    @GET
    @Operation(summary = "The queue in its order", description = """
        The caller's own tasks with their positions among all that wait, wherever they stand; an administrator sees \
        everybody's. A part of one's own ends after 100 at the latest: go on while there is a `next`. The queue moves \
        between two parts: a task may be in both, or in neither.\
        """)
    @APIResponse(
            responseCode = "200",
            description = "How many wait and run, and a part of those that wait",
            content = @Content(schema = @Schema(implementation = QueueAnswer.class)))
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    public Uni<QueueAnswer> queue(
            @Parameter(
                            description = "Only tasks behind this position: the `next` of the part before",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
                    @RestQuery
                    @DefaultValue("0")
                    String after,
            @Parameter(
                            description = "1 to 1000",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @RestQuery
                    @DefaultValue("100")
                    String limit) {
        var behind = number("after", after, 0, Integer.MAX_VALUE);
        var asked = number("limit", limit, 1, MOST);
        var who = caller.get();
        var most = who.isAdmin() ? asked : Math.min(asked, MOST_OWN);
        var whose = who.isAdmin() ? Optional.<String>empty() : Optional.of(who.login());
        // One more tells whether there are more.
        return dispatcher.queue(new Part(whose, behind, most + 1)).map(it -> QueueAnswer.of(it, most));
    }

    /** Taken as text: a parameter that is no number would be answered with 404, and without its name. */
    private static int number(String field, String text, int least, int most) {
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw Failure.invalid(field, "must be a number from %d to %d".formatted(least, most));
    }

    /**
     * The queue.
     *
     * @param waiting tasks that wait, whoever's
     * @param running tasks that hold a node
     * @param tasks in their order, as far as the caller may see them
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record QueueAnswer(
            int waiting,
            int running,
            List<Place> tasks,

            @Schema(description = "Give it as `after` to get the next part; absent on the last one")
            Optional<Integer> next) {
        static QueueAnswer of(QueueView queue, int most) {
            var places = queue.turns().stream().limit(most).map(Place::of).toList();
            return new QueueAnswer(
                    queue.waiting(),
                    queue.running(),
                    places,
                    queue.turns().size() > most ? Optional.of(places.getLast().position()) : Optional.empty());
        }
    }

    /**
     * One of the queue.
     *
     * @param position from 1, among all that wait
     * @param score its fair share; lower is sooner
     */
    public record Place(
            int position,
            long task,
            String owner,
            String project,
            int cpus,
            @JsonProperty("ram_gb") int ramGb,
            int gpus,
            @JsonProperty("submitted_at") Instant submittedAt,
            double score) {
        static Place of(Turn turn) {
            var shape = turn.shape();
            return new Place(
                    turn.position(),
                    turn.task(),
                    shape.owner(),
                    shape.project(),
                    shape.size().cpus(),
                    shape.size().ramGb(),
                    shape.size().gpus(),
                    Instant.ofEpochMilli(turn.since()),
                    turn.score());
        }
    }
}
