package dev.slipway.task.archive;

import dev.slipway.task.task.OwnContext;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Archives by age, from time to time. */
@ApplicationScoped
class Cleaner {
    private static final Logger LOG = Logger.getLogger(Cleaner.class);

    private final Archives archives;
    private final ArchiveConfig config;
    private final OwnContext context;

    Cleaner(Archives archives, ArchiveConfig config, OwnContext context) {
        this.archives = archives;
        this.config = config;
        this.context = context;
    }

    @Scheduled(
            every = "${slipway.task.archive.every:10m}",
            delayed = "5s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> clean() {
        return config.afterDays() < 1
                ? Uni.createFrom().voidItem()
                : context.run(archives::archiveByAge)
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(fault -> LOG.warnf("cleaning waits cause=%s", fault))
                        .onFailure()
                        .recoverWithNull();
    }
}
