package dev.slipway.auth.mail;

import dev.slipway.auth.mail.Post.Outcome;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends what the queue holds, one mail after the other. One replica at a time, by a lease; and whatever they believe of it,
 * a try belongs to who took it. A try is counted before it is made, so that a mail which kills the process cannot do so
 * for ever. At least once: after a crash between the server's 250 and our mark the mail is sent again with the same
 * Message-ID. That mark is the very next statement, and nothing else is sent until it is made.
 */
@ApplicationScoped
class MailSender {
    private static final Logger LOG = Logger.getLogger(MailSender.class);
    private static final int BATCH = 50;
    private static final int LONGEST_PROBLEM = 500;
    /** A mail is queued before its commit: the first look comes a little later, and once for many. */
    private static final long FIRST_LOOK_MILLIS = 50;

    private static final Duration MARK_AGAIN = Duration.ofMillis(200);

    private final MailQueue queue;
    private final Letters letters;
    private final Post post;
    private final MailConfig config;
    private final Leases leases;
    private final Vertx vertx;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Lease lease = Lease.none("mail");

    MailSender(MailQueue queue, Letters letters, Post post, MailConfig config, Leases leases, Vertx vertx) {
        this.queue = queue;
        this.letters = letters;
        this.post = post;
        this.config = config;
        this.leases = leases;
        this.vertx = vertx;
    }

    void wake() {
        if (awake.compareAndSet(false, true)) {
            vertx.setTimer(FIRST_LOOK_MILLIS, _ -> {
                awake.set(false);
                drain().subscribe().with(_ -> {}, fault -> LOG.debugf("mail waits cause=%s", fault));
            });
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> poll() {
        return drain().onFailure()
                .invoke(fault -> LOG.warnf("mail waits cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "6h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return queue.forget(config.remember())
                .onFailure()
                .invoke(fault -> LOG.warnf("mail not forgotten cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> drain() {
        if (config.host().isEmpty() || !running.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        return hold().chain(held -> held ? rest() : Uni.createFrom().voidItem())
                .onTermination()
                .invoke(() -> running.set(false));
    }

    private Uni<Boolean> hold() {
        var now = lease;
        return now.isFresh(Instant.now())
                ? Uni.createFrom().item(true)
                : leases.acquire(now).invoke(next -> lease = next).map(next -> next.isFresh(Instant.now()));
    }

    /** Batches until one is not full or the server is away. */
    private Uni<Void> rest() {
        return queue.due(BATCH)
                .chain(mails -> each(mails, 0)
                        .chain(goesOn -> goesOn && mails.size() == BATCH
                                ? hold().chain(held ->
                                        held ? rest() : Uni.createFrom().voidItem())
                                : Uni.createFrom().voidItem()));
    }

    /** Whether the server took or answered all of them. One mail's trouble does not keep the others. */
    private Uni<Boolean> each(List<QueuedMail> mails, int from) {
        return from == mails.size()
                ? Uni.createFrom().item(true)
                : one(mails.get(from))
                        .chain(goesOn -> goesOn
                                ? each(mails, from + 1)
                                : Uni.createFrom().item(false));
    }

    private Uni<Boolean> one(QueuedMail mail) {
        return queue.take(mail, pause(mail.tries()))
                .chain(ours -> ours
                        ? send(mail).chain(outcome -> note(mail, outcome))
                        : Uni.createFrom().item(true));
    }

    /** After the first try {@code firstPause}, then twice as long each time. */
    Duration pause(int triesBefore) {
        var doubled = config.firstPause().multipliedBy(1L << Math.min(triesBefore, 20));
        return doubled.compareTo(config.longestPause()) < 0 ? doubled : config.longestPause();
    }

    private Uni<Outcome> send(QueuedMail mail) {
        if (mail.address().isEmpty()) {
            return Uni.createFrom().item(new Outcome.Refused("The account has no address"));
        }
        try {
            return post.send(mail.id(), mail.address().get(), letters.write(mail.template(), mail.data()));
        } catch (Failure failure) {
            return Uni.createFrom().item(new Outcome.Refused(failure.sentence()));
        }
    }

    private Uni<Boolean> note(QueuedMail mail, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Taken _ ->
                untilMarked(queue.sent(mail))
                        .invoke(() -> LOG.infof("mail id=%s state=sent tries=%d", mail.id(), mail.tries() + 1))
                        .replaceWith(true);
            case Outcome.Refused it ->
                untilMarked(queue.failed(mail, cut(it.problem())))
                        .invoke(() -> LOG.warnf("mail id=%s state=failed cause=%s", mail.id(), oneLine(it.problem())))
                        .replaceWith(true);
            case Outcome.Later it -> trouble(mail, it.problem()).replaceWith(true);
            case Outcome.Away it -> trouble(mail, it.problem()).replaceWith(false);
        };
    }

    private Uni<Void> trouble(QueuedMail mail, String problem) {
        return queue.trouble(mail, cut(problem), config.giveUp())
                .invoke(givenUp -> LOG.warnf(
                        "mail id=%s state=%s tries=%d cause=%s",
                        mail.id(), givenUp ? "failed" : "queued", mail.tries() + 1, oneLine(problem)))
                .replaceWithVoid();
    }

    /** While the database is away nothing else is sent: what we know of this mail must not be lost. */
    private static Uni<Void> untilMarked(Uni<Void> mark) {
        return mark.onFailure()
                .retry()
                .withBackOff(MARK_AGAIN, Duration.ofSeconds(2))
                .indefinitely();
    }

    private static String cut(String problem) {
        return problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM);
    }

    private static String oneLine(String problem) {
        return cut(problem).replaceAll("\\p{Cntrl}", " ");
    }
}
