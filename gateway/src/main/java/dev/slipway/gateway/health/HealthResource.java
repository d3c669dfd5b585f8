package dev.slipway.gateway.health;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** The health of the whole suite. */
@Path("/health")
@Tag(name = "Suite")
public class HealthResource {
    private final Services services;

    HealthResource(Services services) {
        this.services = services;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "How the suite is, service by service")
    @APIResponse(responseCode = "200", description = "Every service is ready")
    @APIResponse(responseCode = "503", description = "At least one is not")
    public Uni<RestResponse<SuiteHealth>> health() {
        return services.health()
                .map(suite -> RestResponse.ResponseBuilder.create(
                                suite.ready() ? Status.OK : Status.SERVICE_UNAVAILABLE, suite)
                        .header("Cache-Control", "no-store")
                        .build());
    }
}
