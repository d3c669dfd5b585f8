package dev.slipway.task.dialect.nds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.dialect.nds.NdsSubmission.Job;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.schedule.NodeViews;
import dev.slipway.task.schedule.QuotaCheck;
import dev.slipway.task.schedule.Waits;
import dev.slipway.task.task.Idempotency;
import dev.slipway.task.task.Images;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.PublicId;
import dev.slipway.task.task.RequestKey;
import dev.slipway.task.task.ScriptContent;
import dev.slipway.task.task.Scripts;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.Submissions;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskConfig;
import dev.slipway.task.task.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The two calls about jobs, for both of their paths. */
@ApplicationScoped
class NdsJobs {
    private static final int LENGTH_OF_UUID = 36;

    private final Submissions submissions;
    private final Idempotency idempotency;
    private final Scripts scripts;
    private final QuotaCheck quotas;
    private final Waits waits;
    private final NodeViews nodes;
    private final NdsSubmission reader;

    NdsJobs(
            Submissions submissions,
            Idempotency idempotency,
            Scripts scripts,
            QuotaCheck quotas,
            Waits waits,
            NodeViews nodes,
            TaskConfig tasks,
            NdsConfig config) {
        this.submissions = submissions;
        this.idempotency = idempotency;
        this.scripts = scripts;
        this.quotas = quotas;
        this.waits = waits;
        this.nodes = nodes;
        this.reader = new NdsSubmission(config, Offer.of(tasks));
    }

    /** The new job; the one of before where this request was sent before. */
    Uni<Task> submit(NdsForm form, Optional<String> key, Caller caller) {
        var job = reader.read(form);
        return scripts.look(job.script().source()).chain(content -> {
            job.script().mustFit(content);
            var request = RequestKey.ofTexts(key, job.parts(content));
            return earlier(request, caller)
                    .chain(known -> known.isPresent()
                            ? Uni.createFrom().item(known.get())
                            : submit(job, content, request, caller));
        });
    }

    private Uni<Optional<Task>> earlier(Optional<RequestKey> request, Caller caller) {
        return request.map(it -> idempotency.earlier(it, caller))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Task> submit(Job job, ScriptContent content, Optional<RequestKey> request, Caller caller) {
        var wish = reader.toSubmission(job, content);
        return submissions
                .mustBeLetIn(wish, caller)
                .chain(() -> quotas.mustAllow(
                        caller.login(), wish.spec().project(), wish.spec().demand()))
                .chain(() ->
                        content.text().isPresent() ? Uni.createFrom().voidItem() : keep(job, content, wish, caller))
                .chain(() -> submissions.submit(wish, request, caller))
                .onFailure(Failure.class)
                .transform(NdsJobs::worded);
    }

    /** Only what would be taken: a job that is refused leaves no script behind. */
    private Uni<Void> keep(Job job, ScriptContent content, Submission wish, Caller caller) {
        return submissions
                .rehearse(wish, caller)
                .chain(() -> scripts.keep(content.apart(), job.script().source()));
    }

    /** A failure of the submission in the words of NDS Labs. */
    private static Failure worded(Failure failure) {
        var named = failure.renamed(NdsJobs::parameter);
        return failure.reason().equals(Images.NOT_OFFERED)
                ? new Failure(Kind.REFUSED, NdsSubmission.NOT_ALLOWED, named.sentence())
                : named;
    }

    /** What our own API calls otherwise. */
    private static String parameter(String field) {
        return switch (field) {
            case "fields." + LifeSpan.FIELD -> "max_time";
            case "image" -> "image_name";
            default -> field;
        };
    }

    /** Where a job stands. What is not the caller's is told as what never was. */
    Uni<ObjectNode> status(Optional<String> id, Caller caller) {
        var asked = id.filter(it -> !it.isBlank()).orElseThrow(() -> Failure.invalid("job_id", "is needed"));
        var missing = new Failure(Kind.NOT_FOUND, "job_not_found", "No job " + asked);
        var uuid = uuid(asked);
        var number = uuid.isPresent() ? uuid.flatMap(PublicId::numberIn) : number(asked);
        return number.map(it -> waits.ofManaged(it, caller))
                .orElseThrow(() -> missing)
                .onFailure(fault -> fault instanceof Failure failure && failure.kind() == Kind.NOT_FOUND)
                .transform(_ -> missing)
                .map(answer -> {
                    if (uuid.filter(it -> !it.equals(PublicId.of(answer.task())))
                            .isPresent()) {
                        throw missing;
                    }
                    return NdsMapper.status(answer.task(), words(answer), nodes::hostOf);
                });
    }

    private static String words(Waits.Answer answer) {
        return answer.outlook().reasons().stream().map(Reason::sentence).collect(Collectors.joining("; "));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == LENGTH_OF_UUID ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<TaskId> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(new TaskId(Long.parseLong(text))) : Optional.empty();
    }
}
