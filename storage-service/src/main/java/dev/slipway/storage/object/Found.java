package dev.slipway.storage.object;

import dev.slipway.storage.blob.ByteStream;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is at a path. */
public sealed interface Found {
    /** A directory, and what is in it. */
    record Directory(List<Entry> entries) implements Found {}

    /** A file. Whoever gets it sends its bytes or discards them. */
    record File(String name, ByteStream bytes) implements Found {
        /** Its bytes as a download; no browser shall make more of them, whatever they are. */
        public Response toResponse() {
            return headers().entity(bytes).build();
        }

        /** The same without the bytes. */
        public Response toHead() {
            bytes.discard();
            var answer = headers();
            bytes.length().ifPresent(length -> answer.header("Content-Length", length));
            return answer.build();
        }

        private Response.ResponseBuilder headers() {
            return Response.ok()
                    .type(MediaType.APPLICATION_OCTET_STREAM)
                    .header("Content-Disposition", disposition(name))
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    /** RFC 6266: the exact name for those who read it, and one of harmless letters for the others. */
    private static String disposition(String name) {
        var exact = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
                .formatted(name.replaceAll("[^A-Za-z0-9._-]", "_"), exact);
    }
}
