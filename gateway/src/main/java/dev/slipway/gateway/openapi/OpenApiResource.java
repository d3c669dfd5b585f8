package dev.slipway.gateway.openapi;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the suite answers, to be read by programs. */
@Path("/openapi")
@Tag(name = "Suite")
public class OpenApiResource {
    private final Descriptions descriptions;

    OpenApiResource(Descriptions descriptions) {
        this.descriptions = descriptions;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "This description")
    public Uni<String> openapi() {
        return descriptions.merged();
    }
}
