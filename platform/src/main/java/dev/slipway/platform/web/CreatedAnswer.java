package dev.slipway.platform.web;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Answers of 201. */
public final class CreatedAnswer {
    private CreatedAnswer() {}

    /**
     * Says where the new thing is, as a path (RFC 9110 section 10.2.2): a whole address would be that of the service, which clients
     * of the gateway do not reach.
     */
    public static <T> ResponseBuilder<T> at(String path, T entity) {
        return ResponseBuilder.create(Status.CREATED, entity).header(HttpHeaders.LOCATION, path);
    }
}
