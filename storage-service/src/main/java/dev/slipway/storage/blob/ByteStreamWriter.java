package dev.slipway.storage.blob;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Sends a {@link ByteStream} as fast as the caller reads it, and no faster. */
@Provider
public class ByteStreamWriter implements ServerMessageBodyWriter<ByteStream> {
    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return ByteStream.class == type;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return ByteStream.class == type;
    }

    @Override
    public void writeResponse(ByteStream stream, Type genericType, ServerRequestContext context) {
        var request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        var response = context.serverResponse();
        stream.length()
                .ifPresentOrElse(
                        length -> response.setResponseHeader("Content-Length", Long.toString(length)),
                        () -> response.setChunked(true));
        var sending = new Sending(request, response);
        response.addCloseHandler(sending::cancel);
        stream.chunks().subscribe().withSubscriber(sending);
    }

    @Override
    public void writeTo(
            ByteStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("Only the reactive way");
    }
}
