package dev.slipway.storage.object;

import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.outbox.EventSender;
import dev.slipway.storage.blob.Blob;
import dev.slipway.storage.blob.BlobStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes files that were given up. First nobody finds them any more, then their bytes go; doing it again does no harm. */
@ApplicationScoped
class Removals {
    private static final Logger LOG = Logger.getLogger(Removals.class);

    private final ObjectRepository repository;
    private final BlobStore blobs;
    private final EventSender events;
    private final InstantSource clock = InstantSource.system();

    Removals(ObjectRepository repository, BlobStore blobs, EventSender events) {
        this.repository = repository;
        this.blobs = blobs;
        this.events = events;
    }

    /** All files and logs of a task. */
    Uni<Void> task(TaskId task, String owner) {
        return repository
                .giveUp(task, owner)
                .chain(() -> blobs.list(ObjectKeys.ofTask(task), ""))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : blobs.delete(found.stream().map(Blob::key).toList()))
                .chain(() -> events.send(new ObjectEvent.GivenUp(owner, task.number(), clock.instant())))
                .invoke(() -> LOG.infof("files given up task=%s owner=%s", task, owner));
    }

    /** All that is left of an account; told when it is done, so that the account itself may go. */
    Uni<Void> account(String owner) {
        return repository
                .tasksOf(owner)
                .collect()
                .asList()
                .chain(tasks -> all(tasks, owner))
                .chain(() -> events.send(new ObjectEvent.AccountCleared(owner, clock.instant())))
                .invoke(() -> LOG.infof("files given up account=%s", owner));
    }

    private Uni<Void> all(List<TaskId> tasks, String owner) {
        var one = Uni.createFrom().voidItem();
        for (var task : tasks) {
            one = one.chain(() -> task(task, owner));
        }
        return one;
    }
}
