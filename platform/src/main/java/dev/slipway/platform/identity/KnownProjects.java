package dev.slipway.platform.identity;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.platform.contract.ProjectEvent.Changed;
import dev.slipway.platform.failure.Failure;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * What auth-service last said of each project. A service that sets {@code slipway.identity.projects=true} reads the whole
 * compacted topic when it starts; the others neither have this bean nor pay for the reading. The project {@code default}
 * is everybody's and is not among them.
 */
@ApplicationScoped
@IfBuildProperty(name = "slipway.identity.projects", stringValue = "true")
public class KnownProjects {
    /** Everybody's project: nobody owns it, it has no members and no limits. */
    public static final String EVERYBODYS = "default";

    private static final Logger LOG = Logger.getLogger(KnownProjects.class);

    private final Map<String, Changed> projects = new ConcurrentHashMap<>();

    private final TopicStart start = new TopicStart("projects", ProjectEvent.TOPIC);

    @Incoming("projects")
    void on(ConsumerRecord<String, String> record) {
        try {
            on(record.value());
        } finally {
            start.handled(record);
        }
    }

    /** Whether all is known here that was said before this process started. */
    public Uni<Boolean> areHeard(KafkaClientService kafka) {
        return start.isHeard(kafka);
    }

    private void on(String json) {
        try {
            switch (Contract.read(json, ProjectEvent.class)) {
                case Changed now -> projects.merge(now.project(), now, (a, b) -> a.version() > b.version() ? a : b);
                case ProjectEvent.Deleted gone ->
                    projects.computeIfPresent(
                            gone.project(), (_, last) -> last.version() > gone.version() ? last : null);
                case ProjectEvent.Unknown _ -> {}
            }
        } catch (IllegalArgumentException e) {
            LOG.errorf("skipped topic=%s cause=%s", ProjectEvent.TOPIC, e.getMessage());
        }
    }

    /** What is known of a project; empty for one that is gone, was never heard of, or is everybody's. */
    public Optional<Changed> find(String project) {
        return Optional.ofNullable(projects.get(project));
    }

    /**
     * The project, or the failure that there is none.
     *
     * @throws Failure NOT_FOUND
     */
    public Changed require(String project) {
        return find(project).orElseThrow(() -> Failure.notFound("project", project));
    }

    /** Whether the caller may change the project: its owner, and administrators. */
    public boolean owns(Caller caller, String project) {
        return caller.isAdmin()
                || find(project).filter(it -> it.owner().equals(caller.login())).isPresent();
    }

    /** Whether the caller may see what is counted on the project: its members and who may change it. */
    public boolean belongs(Caller caller, String project) {
        return owns(caller, project)
                || find(project)
                        .filter(it -> it.members().contains(caller.login()))
                        .isPresent();
    }
}
