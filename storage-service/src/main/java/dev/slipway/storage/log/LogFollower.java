package dev.slipway.storage.log;

import dev.slipway.storage.log.Watch.View;
import dev.slipway.storage.object.Place;
import dev.slipway.storage.object.StoredObject;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reader who wants to see a log grow. It takes one step each time its client can take more, so that a slow client makes
 * nobody wait and holds no more than a piece in memory.
 */
class LogFollower {
    private static final byte[] NOTHING = {};

    private final LogReader reader;
    private final Watch watch;
    private final LogStream stream;
    private final Duration heartbeat;
    /** Offset behind the last byte that was sent as text. */
    private long sent;
    /** What was read behind it: the beginning of a character. */
    private byte[] held = NOTHING;

    private boolean looked;
    private int attempt;
    private @Nullable StoredObject finished;
    private boolean over;

    LogFollower(LogReader reader, Watch watch, LogStream stream, long offset, Duration heartbeat) {
        this.reader = reader;
        this.watch = watch;
        this.stream = stream;
        this.sent = offset;
        this.heartbeat = heartbeat;
    }

    /** Server-sent events until the log is at its end and all was sent. */
    Multi<byte[]> frames() {
        var steps = Multi.createBy().repeating().uni(this::step).whilst(_ -> !over);
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(SseFrame.comment("following")), steps)
                .select()
                .where(frame -> frame.length > 0);
    }

    /** The next frame; empty where there was something to do and nothing to send. */
    private Uni<byte[]> step() {
        if (!looked) {
            return look();
        }
        var view = watch.view();
        if (view.place().isEmpty()) {
            return view.over() ? end() : pause(view);
        }
        var place = view.place().get();
        if (attempt == 0) {
            attempt = place.attempt();
        }
        if (attempt != place.attempt()) {
            return end();
        }
        return place.isKept() ? rest(place) : live(view, place);
    }

    /** What happened before this one was among the watchers. */
    private Uni<byte[]> look() {
        looked = true;
        return reader.find(watch.task())
                .invoke(place -> place.ifPresent(watch::at))
                .replaceWith(NOTHING);
    }

    private Uni<byte[]> live(View view, Place place) {
        return reader.open(new LogId(watch.task(), attempt, stream))
                .chain(log -> reader.piece(log, sent + held.length, LogReader.PIECE))
                .chain(bytes -> {
                    if (bytes.length > 0) {
                        return Uni.createFrom().item(() -> text(bytes));
                    }
                    return place.isEnded() ? end() : pause(view);
                });
    }

    /** The task is kept: its log is a file, and ends. */
    private Uni<byte[]> rest(Place place) {
        var known = finished;
        var file = known == null
                ? reader.finished(place, stream).invoke(it -> finished = it.orElse(null))
                : Uni.createFrom().item(Optional.of(known));
        return file.chain(it -> it.isEmpty()
                        ? Uni.createFrom().item(NOTHING)
                        : reader.piece(it.get(), sent + held.length, LogReader.PIECE))
                .chain(bytes -> bytes.length > 0 ? Uni.createFrom().item(() -> text(bytes)) : end());
    }

    private Uni<byte[]> pause(View view) {
        return watch.changeAfter(view.version())
                .replaceWith(NOTHING)
                .ifNoItem()
                .after(heartbeat)
                .recoverWithItem(() -> SseFrame.comment("waiting"));
    }

    /** What can be shown of what is held and what came. */
    private byte[] text(byte[] came) {
        var all = Arrays.copyOf(held, held.length + came.length);
        System.arraycopy(came, 0, all, held.length, came.length);
        return show(all, Utf8.complete(all));
    }

    private byte[] show(byte[] all, int length) {
        held = Arrays.copyOfRange(all, length, all.length);
        sent += length;
        return length == 0 ? NOTHING : SseFrame.text(sent, new String(all, 0, length, StandardCharsets.UTF_8));
    }

    /** What is held will not become a character any more: it is shown as it is, and then the end. */
    private Uni<byte[]> end() {
        return Uni.createFrom().item(() -> {
            if (held.length > 0) {
                return show(held, held.length);
            }
            over = true;
            return SseFrame.end(sent);
        });
    }
}
