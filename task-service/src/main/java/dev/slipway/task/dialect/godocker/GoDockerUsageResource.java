package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.usage.Usage;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;

/** GO-Docker's usage per day. */
@Path("/api/1.0")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerUsageResource {
    private final Usage usage;
    private final CurrentCaller caller;

    GoDockerUsageResource(Usage usage, CurrentCaller caller) {
        this.usage = usage;
        this.caller = caller;
    }

    /** What an account used. */
    @GET
    @Path("/user/{id}/usage")
    public Uni<List<ObjectNode>> ofUser(String id) {
        return usage.ofUser(id, caller.get()).map(GoDockerUsageResource::toWire);
    }

    /** What a project used. */
    @GET
    @Path("/project/{id}/usage")
    public Uni<List<ObjectNode>> ofProject(String id) {
        return usage.ofProject(id, caller.get()).map(GoDockerUsageResource::toWire);
    }

    /** Clears a project's counters. */
    @DELETE
    @Path("/project/{id}/quota")
    public Uni<ObjectNode> restart(String id) {
        return usage.restart(id, caller.get())
                .map(_ -> JsonNodeFactory.instance
                        .objectNode()
                        .put("msg", "Quota reset")
                        .put("id", id));
    }

    private static List<ObjectNode> toWire(List<Usage.Day> days) {
        return days.stream()
                .map(it -> JsonNodeFactory.instance
                        .objectNode()
                        .put("date", date(it.date()))
                        .put("cpu", it.use().cpus())
                        .put("ram", it.use().ramGb())
                        .put("time", it.use().seconds()))
                .toList();
    }

    /** {@code 2017_3_8}. */
    private static String date(LocalDate day) {
        return "%d_%d_%d".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }
}
