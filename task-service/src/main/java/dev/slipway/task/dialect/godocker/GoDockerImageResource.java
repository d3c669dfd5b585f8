package dev.slipway.task.dialect.godocker;

import dev.slipway.task.task.Counts;
import dev.slipway.task.task.Images;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often each image is used: those offered here are listed even when nobody did. */
@Path("/api/1.0/image")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerImageResource {
    private final Counts counts;
    private final Images images;

    GoDockerImageResource(Counts counts, Images images) {
        this.counts = counts;
        this.images = images;
    }

    /** All images, sorted. */
    @GET
    public Uni<Map<String, Long>> all() {
        return named("");
    }

    /** The images with this in their names; the segment may hold slashes and colons. */
    @GET
    @Path("/{image:.+}")
    public Uni<Map<String, Long>> named(String image) {
        var part = image.toLowerCase(Locale.ROOT);
        return counts.images().map(found -> {
            var uses = new TreeMap<>(found);
            images.offered().forEach(it -> uses.putIfAbsent(it.url(), 0L));
            uses.keySet().removeIf(it -> !it.toLowerCase(Locale.ROOT).contains(part));
            return uses;
        });
    }
}
