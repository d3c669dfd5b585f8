package dev.slipway.gateway.health;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** GO-Docker, whether anybody is there. */
@Path("/api/1.0/ping")
@Tag(name = "Suite")
public class PingResource {
    /** The answer of GO-Docker. */
    public record Pong(String msg) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Whether the gateway is there")
    public Pong ping() {
        return new Pong("pong");
    }
}
