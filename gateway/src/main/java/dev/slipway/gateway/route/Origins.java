package dev.slipway.gateway.route;

import dev.slipway.platform.identity.ServiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Where the services listen. */
@ApplicationScoped
public class Origins {
    private final Map<Service, Origin> origins = new EnumMap<>(Service.class);

    Origins(ServiceConfig config) {
        put(Service.AUTH, config.authUrl());
        put(Service.TASK, config.taskUrl());
        put(Service.RUNNER, config.runnerUrl());
        put(Service.NODE, config.nodeUrl());
        put(Service.STORAGE, config.storageUrl());
    }

    /** All but ourselves. */
    public Collection<Origin> all() {
        return Collections.unmodifiableCollection(origins.values());
    }

    Origin of(Service service) {
        var origin = origins.get(service);
        if (origin == null) {
            throw new IllegalArgumentException("No other process: " + service.title());
        }
        return origin;
    }

    private void put(Service service, String url) {
        origins.put(service, Origin.of(service, url));
    }
}
