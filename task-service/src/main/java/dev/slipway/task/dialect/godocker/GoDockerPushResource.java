package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.push.PushedFigures;
import dev.slipway.task.push.PushedFigures.Figure;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Where GO-Docker's daemons push their figures; the key in the body is what counts. */
@Path("/api/1.0/prometheus")
@PermitAll
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerPushResource {
    private final PushedFigures figures;

    GoDockerPushResource(PushedFigures figures) {
        this.figures = figures;
    }

    /** {@code {"key":"…","stat":[{"name","value","host"?}]}}. */
    @POST
    public ObjectNode push(byte[] body) {
        var fields = Fields.of(body);
        figures.push(
                fields.text("key").orElse(""),
                fields.objects("stat").stream()
                        .map(GoDockerPushResource::figure)
                        .toList());
        return JsonNodeFactory.instance.objectNode().put("msg", "ok");
    }

    private static Figure figure(Fields stat) {
        var value = stat.number("value");
        return stat.text("host")
                .map(host -> new Figure(stat.requireText("name"), value, host))
                .orElseGet(() -> Figure.of(stat.requireText("name"), value));
    }
}
