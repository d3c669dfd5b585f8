package dev.slipway.task.api;

import dev.slipway.task.task.Wording;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** In every dialect, a text in an address that cannot be stored is refused by the name of its parameter. */
class AddressTexts {
    @ServerRequestFilter
    public void check(UriInfo address) {
        check(address.getPathParameters());
        check(address.getQueryParameters());
    }

    private static void check(MultivaluedMap<String, String> texts) {
        texts.forEach((name, values) -> values.forEach(it -> Wording.text(name, it)));
    }
}
