package dev.slipway.node.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.job.LiveFiles.Found;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;

/** Job directories of this node for storage-service: the files of a task that has not ended yet. */
@Path("/internal/jobs/{task}/{attempt}/files")
@RolesAllowed(Caller.SERVICE)
public class JobFileResource {
    private static final int CHUNK = 64 * 1024;
    private static final String TYPE = "Content-Type";

    private final Jobs jobs;
    private final Blocking blocking;
    private final ObjectMapper json;

    JobFileResource(Jobs jobs, Blocking blocking, ObjectMapper json) {
        this.jobs = jobs;
        this.blocking = blocking;
        this.json = json;
    }

    @GET
    @Path("/{path:.*}")
    public RestMulti<Buffer> read(String task, int attempt, String path) {
        var owner = new Owner(Owner.TASK, task, "", "");
        return RestMulti.fromUniResponse(
                blocking.call(() -> LiveFiles.find(jobs.find(owner), attempt, path)),
                this::body,
                found -> Map.of(TYPE, List.of(type(found))));
    }

    private static String type(Found found) {
        return switch (found) {
            case Found.Folder _ -> "application/json";
            case Found.Content _ -> "application/octet-stream";
        };
    }

    private Multi<Buffer> body(Found found) {
        return switch (found) {
            case Found.Folder(var entries) -> Multi.createFrom().item(() -> write(entries));
            case Found.Content(var channel) -> stream(channel);
        };
    }

    private Buffer write(List<LiveFiles.Entry> entries) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(entries));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As much as the reader takes, so any size passes through little memory. */
    private Multi<Buffer> stream(ReadableByteChannel channel) {
        return Multi.createBy()
                .repeating()
                .uni(() -> blocking.call(() -> next(channel)))
                .whilst(buffer -> buffer.length() > 0)
                .onTermination()
                .call(() -> blocking.run(channel::close));
    }

    private static Buffer next(ReadableByteChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(CHUNK);
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
        return Buffer.buffer(bytes.position()).appendBytes(bytes.array(), 0, bytes.position());
    }
}
