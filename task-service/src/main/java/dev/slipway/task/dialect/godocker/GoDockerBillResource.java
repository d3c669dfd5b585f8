package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.billing.BillLine;
import dev.slipway.task.billing.Bills;
import dev.slipway.task.billing.Bills.Kind;
import dev.slipway.task.task.Wording;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** GO-Docker's bills of a month. */
@Path("/api/1.0")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerBillResource {
    private final Bills bills;
    private final CurrentCaller caller;

    GoDockerBillResource(Bills bills, CurrentCaller caller) {
        this.bills = bills;
        this.caller = caller;
    }

    /** Of an account, by project. */
    @GET
    @Path("/user/{id}/billing/{year}/{month}")
    public Uni<List<ObjectNode>> ofUser(String id, String year, String month, @RestQuery Optional<String> force) {
        return lines(Kind.USER, id, month(year, month), force);
    }

    /** Of a project, by account. */
    @GET
    @Path("/project/{id}/billing/{year}/{month}")
    public Uni<List<ObjectNode>> ofProject(String id, String year, String month, @RestQuery Optional<String> force) {
        return lines(Kind.PROJECT, id, month(year, month), force);
    }

    private Uni<List<ObjectNode>> lines(Kind kind, String id, YearMonth month, Optional<String> force) {
        return bills.of(kind, id, month, force.filter(it -> it.equals("1")).isPresent(), caller.get())
                .map(lines -> lines.stream().map(GoDockerBillResource::toWire).toList());
    }

    private static YearMonth month(String year, String month) {
        try {
            return YearMonth.of(Wording.year("year", Integer.parseInt(year)), Integer.parseInt(month));
        } catch (NumberFormatException | DateTimeException e) {
            throw Failure.invalid("month", "must be a year and a month from 1 to 12");
        }
    }

    private static ObjectNode toWire(BillLine line) {
        var wire = JsonNodeFactory.instance.objectNode();
        wire.putObject("_id").put("user", line.user()).put("project", line.project());
        return wire.put("cpu", line.cpus())
                .put("ram", line.ramGb())
                .put("gpus", line.gpus())
                .put("totaltime", line.seconds());
    }
}
