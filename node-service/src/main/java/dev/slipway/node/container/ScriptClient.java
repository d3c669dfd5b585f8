package dev.slipway.node.container;

import dev.slipway.node.job.Jobs;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Apart;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Scripts that no event could carry, from task-service straight into the job directory: none is ever whole in memory. */
@ApplicationScoped
class ScriptClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ServiceConfig services;
    private final ServiceTokens tokens;
    private final Jobs jobs;
    private final Blocking blocking;

    ScriptClient(ServiceConfig services, ServiceTokens tokens, Jobs jobs, Blocking blocking) {
        this.services = services;
        this.tokens = tokens;
        this.jobs = jobs;
        this.blocking = blocking;
    }

    /** Done when the script is in the job directory, at once where it came with the command. Fails as UNAVAILABLE for another try. */
    Uni<Void> place(Owner owner, ContainerSpec spec) {
        var apart = spec.apart();
        return apart == null
                ? Uni.createFrom().voidItem()
                : tokens.bearer().chain(bearer -> blocking.run(() -> fetch(owner, spec, apart, bearer)));
    }

    private void fetch(Owner owner, ContainerSpec spec, Apart apart, String bearer) throws Exception {
        var url = "%s/internal/tasks/%s/script".formatted(services.taskUrl(), owner.id());
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", bearer)
                .timeout(PATIENCE)
                .build();
        var answer = http.send(request, BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            switch (answer.statusCode()) {
                case 200 -> jobs.placeScript(owner, spec, apart, body);
                case 404 -> throw new Failure(Kind.NOT_FOUND, "script.not_found", "The script is not kept any more");
                default -> throw new IOException("task-service answers " + answer.statusCode());
            }
        }
    }
}
