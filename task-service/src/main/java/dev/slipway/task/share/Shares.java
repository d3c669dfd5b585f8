package dev.slipway.task.share;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.share.Share.Scope;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.task.task.Tasks;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** What can be done with shares: their owner makes and revokes them, whoever has a token reads. */
@ApplicationScoped
public class Shares {
    private static final Logger LOG = Logger.getLogger(Shares.class);

    private final ShareRepository repository;
    private final ShareTokens tokens;
    private final Tasks tasks;
    private final TaskRepository found;
    private final ShareConfig config;
    private final InstantSource clock;

    Shares(
            ShareRepository repository,
            ShareTokens tokens,
            Tasks tasks,
            TaskRepository found,
            ShareConfig config,
            InstantSource clock) {
        this.repository = repository;
        this.tokens = tokens;
        this.tasks = tasks;
        this.found = found;
        this.config = config;
        this.clock = clock;
    }

    /** A share and the token that opens it. */
    public record Made(Share share, String token) {}

    /**
     * What a share shall be.
     *
     * @param life how long it counts; for ever when empty
     * @param maxUses how often it may be shown
     */
    public record Wish(Scope scope, Optional<Duration> life, Optional<Long> maxUses) {}

    /** The token without an expiry: made at the first call, the same at all others until it is revoked. */
    public Uni<Made> everlasting(TaskId task, Caller caller) {
        return tasks.findOwn(task, caller)
                .chain(() -> Panache.withTransaction(() -> repository
                        .insert(fresh(task, true, new Wish(Scope.READ, Optional.empty(), Optional.empty()), caller))
                        .chain(() -> repository.everlasting(task.number()))))
                .map(share -> made(
                        share.orElseThrow(() -> Failure.conflict("share.revoked", "Somebody revoked it meanwhile"))));
    }

    /** Revokes it; done also when there is none. */
    public Uni<Void> revokeEverlasting(TaskId task, Caller caller) {
        return tasks.findOwn(task, caller)
                .chain(() -> Panache.withTransaction(() -> repository
                        .everlasting(task.number())
                        .chain(share -> share.map(it -> repository.revoke(it.id(), task.number(), clock.instant()))
                                .orElseGet(() -> Uni.createFrom().item(false)))))
                .replaceWithVoid();
    }

    /** A new share. Fails with EXHAUSTED when the task has too many. */
    public Uni<Made> make(TaskId task, Wish wish, Caller caller) {
        var share = fresh(task, false, wish, caller);
        return tasks.findOwn(task, caller)
                .chain(() -> Panache.withTransaction(() -> repository
                        .of(task.number())
                        .chain(all -> {
                            if (all.size() >= config.most()) {
                                throw new Failure(
                                        Kind.EXHAUSTED, "share.too_many", "The task has too many shares; revoke one");
                            }
                            return repository.insert(share);
                        })))
                .invoke(() -> LOG.infof("shared task=%s scope=%s by=%s", task, wish.scope(), caller.login()))
                .replaceWith(() -> made(share));
    }

    /** All shares of a task that are not revoked. Their tokens are shown again to nobody. */
    public Uni<List<Share>> of(TaskId task, Caller caller) {
        return tasks.findOwn(task, caller).chain(() -> Panache.withSession(() -> repository.of(task.number())));
    }

    /** Revokes one; NOT_FOUND when there is none of this id. */
    public Uni<Void> revoke(TaskId task, String id, Caller caller) {
        return tasks.findOwn(task, caller)
                .chain(() -> Panache.withTransaction(() -> repository.revoke(id, task.number(), clock.instant())))
                .invoke(revoked -> {
                    if (!revoked) {
                        throw Failure.notFound("share", id);
                    }
                    LOG.infof("unshared task=%s by=%s", task, caller.login());
                })
                .replaceWithVoid();
    }

    /** The task a token opens. Fails with FORBIDDEN for any that does not, whatever the reason. */
    public Uni<Task> read(TaskId task, String token) {
        return open(task, token, Scope.READ);
    }

    /** The same for who wants to run it again; what comes to nothing counts as no use. */
    public <T> Uni<T> rerun(TaskId task, String token, Function<Task, Uni<T>> work) {
        return open(task, token, Scope.RERUN)
                .chain(opened -> Uni.createFrom()
                        .deferred(() -> work.apply(opened))
                        .onFailure()
                        .call(() -> giveBack(task, token)));
    }

    private Uni<Void> giveBack(TaskId task, String token) {
        return tokens.idOf(token)
                .map(id -> Panache.withTransaction(() -> repository.giveBack(id, task.number())))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Task> open(TaskId task, String token, Scope needed) {
        var id = tokens.idOf(token);
        if (id.isEmpty()) {
            return Uni.createFrom().failure(Shares::wrong);
        }
        return Panache.withTransaction(() -> repository
                .use(id.get(), task.number(), clock.instant())
                .map(share -> share.filter(it -> needed == Scope.READ || it.scope() == needed)
                        .orElseThrow(Shares::wrong))
                .chain(() -> found.require(task)));
    }

    private static Failure wrong() {
        return Failure.forbidden("The share token is wrong, expired, used up or revoked");
    }

    private Share fresh(TaskId task, boolean everlasting, Wish wish, Caller caller) {
        Instant now = clock.instant();
        return new Share(
                tokens.freshId(),
                task.number(),
                wish.scope(),
                everlasting,
                caller.login(),
                now,
                wish.life().map(now::plus),
                wish.maxUses(),
                0,
                Optional.empty());
    }

    private Made made(Share share) {
        return new Made(share, tokens.of(share.id()));
    }
}
