package dev.slipway.auth.token;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A route of Grid's, to be asked with its tokens. Only in tests: the real ones are node-service's. */
@Path("/nodes")
@Authenticated
public class GridRoute {
    @GET
    @Operation(hidden = true)
    @Produces(MediaType.APPLICATION_JSON)
    public String nodes() {
        return "[]";
    }
}
