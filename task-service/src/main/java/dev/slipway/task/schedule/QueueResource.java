package dev.slipway.task.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.plan.Turn;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The queue. */
@Path("/api/v1/queue")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
public class QueueResource {
    private static final int MOST = 1000;

    private final Dispatcher dispatcher;
    private final CurrentCaller caller;

    QueueResource(Dispatcher dispatcher, CurrentCaller caller) {
        this.dispatcher = dispatcher;
        this.caller = caller;
    }

    /** How many wait and run, and the first of the queue: the caller's own, all of them for an administrator. */
    @GET
    @Operation(summary = "The queue in its order")
    public Uni<QueueAnswer> queue(@RestQuery @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Failure.invalid("limit", "must be from 1 to " + MOST);
        }
        var who = caller.get();
        return dispatcher.queue(MOST).map(it -> {
            var places = new ArrayList<Place>();
            for (int i = 0; i < it.turns().size() && places.size() < limit; i++) {
                var turn = it.turns().get(i);
                if (who.isAdmin() || turn.shape().owner().equals(who.login())) {
                    places.add(Place.of(i + 1, turn));
                }
            }
            return new QueueAnswer(it.waiting(), it.running(), places);
        });
    }

    /**
     * The queue.
     *
     * @param waiting tasks that wait, whoever's
     * @param running tasks that hold a node
     * @param tasks in their order, as far as the caller may see them and among the first thousand
     */
    public record QueueAnswer(int waiting, int running, List<Place> tasks) {}

    /**
     * One of the queue.
     *
     * @param position from 1
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
        static Place of(int position, Turn turn) {
            var shape = turn.shape();
            return new Place(
                    position,
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
