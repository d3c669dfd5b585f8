package dev.slipway.task.dialect.nds;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** NDS Labs, jobs, under {@code /nds}. */
@Path("/nds/upload")
@Authenticated
@Tag(name = "NDS Labs jobs")
public class NdsResource {
    private final NdsUploads uploads;

    NdsResource(NdsUploads uploads) {
        this.uploads = uploads;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "ndsPathUploadParts", summary = "Create a job of a script, also one that is attached")
    public Uni<Response> submit(
            MultipartFormDataInput parts, @Context HttpHeaders headers, @Context RoutingContext request) {
        return uploads.submit(NdsForm.of(parts), headers, request);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(operationId = "ndsPathUploadForm", summary = "Create a job of a script")
    public Uni<Response> submit(
            MultivaluedMap<String, String> form, @Context HttpHeaders headers, @Context RoutingContext request) {
        return uploads.submit(NdsForm.of(form), headers, request);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "ndsPathUploadJson", summary = "Create a job of a script")
    public Uni<Response> submit(byte[] body, @Context HttpHeaders headers, @Context RoutingContext request) {
        return uploads.submit(NdsForm.of(body), headers, request);
    }

    @GET
    @Operation(operationId = "ndsPathJob", summary = "Where a job stands")
    public Uni<Response> status(@RestQuery("job_id") Optional<String> id) {
        return uploads.status(id);
    }
}
