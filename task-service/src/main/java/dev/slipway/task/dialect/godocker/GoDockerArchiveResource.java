package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.archive.Archives;
import dev.slipway.task.archive.Archives.Age;
import dev.slipway.task.archive.Archives.Count;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** GO-Docker's archive by age. Its GET changes state, as its clients expect. */
@Path("/api/1.0/archive")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerArchiveResource {
    private static final int MOST_DAYS = 36_600;

    private final Archives archives;
    private final CurrentCaller caller;

    GoDockerArchiveResource(Archives archives, CurrentCaller caller) {
        this.archives = archives;
        this.caller = caller;
    }

    /** Archives the caller's tasks that ended so many days ago; {@code all=1} everybody's, for administrators. */
    @GET
    @Path("/{days}")
    public Uni<ObjectNode> archiveOld(String days, @RestQuery Optional<String> tag, @RestQuery Optional<String> all) {
        return archives.archive(age(days, tag, all), caller.get()).map(it -> told("archived", it));
    }

    /** Removes them. */
    @DELETE
    @Path("/{days}")
    public Uni<ObjectNode> removeOld(String days, @RestQuery Optional<String> tag, @RestQuery Optional<String> all) {
        return archives.remove(age(days, tag, all), caller.get()).map(it -> told("removed", it));
    }

    private static Age age(String days, Optional<String> tag, Optional<String> all) {
        var count = GoDockerLists.count("days", days);
        if (count > MOST_DAYS) {
            throw Failure.invalid("days", "must be at most " + MOST_DAYS);
        }
        return new Age(
                count,
                tag.filter(it -> !it.isEmpty()),
                all.filter(it -> it.equals("1") || it.equals("true")).isPresent());
    }

    private static ObjectNode told(String what, Count count) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("msg", "%d tasks %s".formatted(count.tasks(), what))
                .put("tasks", count.tasks())
                .put("more", count.more());
    }
}
