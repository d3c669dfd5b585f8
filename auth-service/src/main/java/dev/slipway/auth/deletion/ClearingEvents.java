package dev.slipway.auth.deletion;

import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Tombstones.Part;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What task-service and storage-service say of deleted accounts. Of all else they say nothing concerns us here. */
@ApplicationScoped
class ClearingEvents {
    private final Deletions deletions;

    ClearingEvents(Deletions deletions) {
        this.deletions = deletions;
    }

    @Incoming("task-clearings")
    Uni<Void> onTask(String json) {
        return Contract.read(json, TaskEvent.class) instanceof TaskEvent.AccountCleared it
                ? cleared(it.owner(), Part.TASKS, it.at())
                : Uni.createFrom().voidItem();
    }

    @Incoming("file-clearings")
    Uni<Void> onObject(String json) {
        return Contract.read(json, ObjectEvent.class) instanceof ObjectEvent.AccountCleared it
                ? cleared(it.owner(), Part.FILES, it.at())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> cleared(String owner, Part part, Instant at) {
        return Login.isOne(owner)
                ? Redelivery.untilHandled(() -> deletions.cleared(new Login(owner), part, at))
                : Uni.createFrom().voidItem();
    }
}
