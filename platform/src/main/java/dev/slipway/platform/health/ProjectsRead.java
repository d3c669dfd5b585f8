package dev.slipway.platform.health;

import dev.slipway.platform.identity.KnownProjects;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Nor is one that asks for projects ready before it has read what was said of them: until then it knows nobody's membership and
 * no project's quota.
 */
@Readiness
@ApplicationScoped
@IfBuildProperty(name = "slipway.identity.projects", stringValue = "true")
class ProjectsRead implements AsyncHealthCheck {
    private final KnownProjects projects;
    private final KafkaClientService kafka;

    ProjectsRead(KnownProjects projects, KafkaClientService kafka) {
        this.projects = projects;
        this.kafka = kafka;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return projects.areHeard(kafka)
                .map(done ->
                        HealthCheckResponse.named("projects read").status(done).build());
    }
}
