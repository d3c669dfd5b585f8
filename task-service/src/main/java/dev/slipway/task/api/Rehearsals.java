package dev.slipway.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.schedule.Because;
import dev.slipway.task.schedule.Waits;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.Submissions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What would become of a task, if it was handed in now. Nothing is stored. */
@ApplicationScoped
class Rehearsals {
    private final Submissions submissions;
    private final Waits waits;

    Rehearsals(Submissions submissions, Waits waits) {
        this.submissions = submissions;
        this.waits = waits;
    }

    /** Fails as the submission would. */
    Uni<Object> of(Submission wish, Caller caller) {
        return submissions
                .rehearse(wish, caller)
                .chain(waits::rehearse)
                .map(outlook -> new Rehearsal(
                        true,
                        outlook.ahead() + 1,
                        outlook.reasons().stream().map(Because::of).toList(),
                        outlook.estimate().isPresent()
                                ? Optional.of(
                                        Instant.ofEpochMilli(outlook.estimate().getAsLong()))
                                : Optional.empty()));
    }

    /**
     * A dry run.
     *
     * @param position in the queue, from 1
     * @param reasons what would keep it waiting; empty when it would start at once
     * @param estimatedStart absent where it cannot be said
     */
    @Schema(name = "DryRun")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Rehearsal(
            @JsonProperty("dry_run") boolean dryRun,
            long position,
            List<Because> reasons,
            @JsonProperty("estimated_start") Optional<Instant> estimatedStart) {}
}
