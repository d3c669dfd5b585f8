package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.reactive.Blocking;
import dev.slipway.task.task.Script.Apart;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Scripts that are too large for a task's wish, or no text. They are kept by what is in them, before the task that needs them
 * and a part at a time, so that none is ever whole in memory; what no task and no recipe refers to an hour later is removed.
 */
@ApplicationScoped
public class Scripts {
    private static final Logger LOG = Logger.getLogger(Scripts.class);
    private static final int PART = 1 << 20;
    private static final Duration UNUSED = Duration.ofHours(1);

    /** What is there already is as good as new: the sweep leaves it alone. */
    private static final String KEEP = """
            insert into script (digest, part, bytes, used_at) values ($1, $2, $3, $4)
            on conflict (digest, part) do update set used_at = excluded.used_at""";

    private static final String COUNT = "select count(*) as parts from script where digest = $1";
    private static final String READ = "select bytes from script where digest = $1 and part = $2";

    private static final String SWEEP = """
            delete from script where used_at < $1
              and not exists (select from task where task.script = script.digest)
              and not exists (select from recipe where recipe.script = script.digest)""";

    private final Pool pool;
    private final Blocking blocking;
    private final InstantSource clock;

    Scripts(Pool pool, Blocking blocking, InstantSource clock) {
        this.pool = pool;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Where bytes come from; they are read more than once. */
    @FunctionalInterface
    public interface Source {
        /** From the beginning. The caller closes it. */
        InputStream open() throws IOException;
    }

    /** What kind of script this is; reads all of it. */
    public Uni<ScriptContent> look(Source source) {
        return blocking.call(() -> ScriptContent.read(source));
    }

    /** Done when all of it can be read again. */
    public Uni<Void> keep(Apart script, Source source) {
        return blocking.call(source::open)
                .chain(in -> Multi.createBy()
                        .repeating()
                        .uni(Part::new, part -> next(in, script, part))
                        .whilst(size -> size > 0)
                        .collect()
                        .last()
                        .onTermination()
                        .call(() -> blocking.run(in::close)))
                .replaceWithVoid();
    }

    /** The number of the next part. */
    private static final class Part {
        private int number;
    }

    /** Keeps one part; how many bytes it had. */
    private Uni<Integer> next(InputStream in, Apart script, Part part) {
        return blocking.call(() -> in.readNBytes(PART))
                .chain(bytes -> bytes.length == 0
                        ? Uni.createFrom().item(0)
                        : pool.preparedQuery(KEEP)
                                .execute(Tuple.of(
                                        script.sha256(),
                                        part.number++,
                                        Buffer.buffer(bytes),
                                        clock.instant().atOffset(ZoneOffset.UTC)))
                                .replaceWith(bytes.length));
    }

    /** Fails with NOT_FOUND unless all of it is there. */
    Uni<Void> mustBeThere(Apart script) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(script.sha256()))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong("parts") < parts(script)) {
                        throw new Failure(Kind.NOT_FOUND, "script.not_found", "The script is not kept any more");
                    }
                })
                .replaceWithVoid();
    }

    /** All of it, a part at a time as they are taken. */
    Multi<Buffer> read(Apart script) {
        return Multi.createFrom()
                .range(0, parts(script))
                .onItem()
                .transformToUniAndConcatenate(part -> pool.preparedQuery(READ)
                        .execute(Tuple.of(script.sha256(), part))
                        .map(rows -> rows.iterator().next().getBuffer("bytes").getDelegate()));
    }

    private static int parts(Apart script) {
        return Math.toIntExact(Math.ceilDiv(script.size(), (long) PART));
    }

    /** Scripts of submissions that came to nothing, and of tasks that are gone. */
    @Scheduled(every = "${slipway.task.script-sweep:10m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of(clock.instant().minus(UNUSED).atOffset(ZoneOffset.UTC)))
                .replaceWithVoid()
                .onFailure()
                .invoke(fault -> LOG.warnf("scripts swept later cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }
}
