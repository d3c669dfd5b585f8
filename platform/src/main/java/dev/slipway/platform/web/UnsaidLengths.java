package dev.slipway.platform.web;

import dev.slipway.platform.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;

/**
 * Bodies that come in chunks, without a word of how long they will be: they are read here, up to the bound of their path.
 * {@link RequestGate} refuses the others by what their header says. Attached files are counted where they are taken apart,
 * against the limit of the server.
 */
@Provider
class UnsaidLengths implements ContainerRequestFilter {
    private final BodyBounds bounds;

    UnsaidLengths(BodyBounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        var call = (ResteasyReactiveContainerRequestContext) context;
        var request = (ServerHttpRequest) call.getServerRequestContext();
        if (isCounted(request)) {
            var body = new Body(call, request);
            call.suspend();
            request.setReadListener(body);
            request.resumeRequestInput();
        }
    }

    private boolean isCounted(ServerHttpRequest request) {
        return comesUnsaid(request)
                && !request.isRequestEnded()
                && !isMultipart(request.getRequestHeader("Content-Type"))
                && !bounds.isUnlimited(request.unwrap(RoutingContext.class).normalizedPath());
    }

    /** In HTTP/2 no header tells whether there is a body at all. */
    private static boolean comesUnsaid(ServerHttpRequest request) {
        return request.containsRequestHeader("Transfer-Encoding")
                || (!request.containsRequestHeader("Content-Length")
                        && request.unwrap(HttpServerRequest.class).version() == HttpVersion.HTTP_2);
    }

    private static boolean isMultipart(String type) {
        return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
    }

    /** One body as it comes. Lives on one event loop. */
    private final class Body implements ServerHttpRequest.ReadCallback {
        private final ResteasyReactiveContainerRequestContext call;
        private final ServerHttpRequest request;
        private final RoutingContext routing;
        private final long bound;
        private final Room room;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean refused;

        Body(ResteasyReactiveContainerRequestContext call, ServerHttpRequest request) {
            this.call = call;
            this.request = request;
            this.routing = request.unwrap(RoutingContext.class);
            this.bound = bounds.of(routing.normalizedPath());
            this.room = new Room(bounds, routing);
        }

        @Override
        public void data(ByteBuffer chunk) {
            if (refused) {
                return;
            }
            try {
                if (bytes.size() + chunk.remaining() > bound) {
                    throw bounds.tooLarge(routing.normalizedPath());
                }
                room.take(chunk.remaining());
                while (chunk.hasRemaining()) {
                    bytes.write(chunk.get());
                }
            } catch (Failure failure) {
                refuse(failure);
            }
        }

        private void refuse(Failure failure) {
            refused = true;
            bytes.reset();
            request.pauseRequestInput();
            Unread.closeAfterAnswer(routing);
            call.resume(failure);
        }

        @Override
        public void done() {
            if (!refused) {
                call.setEntityStream(new ByteArrayInputStream(bytes.toByteArray()));
                call.resume();
            }
        }
    }
}
