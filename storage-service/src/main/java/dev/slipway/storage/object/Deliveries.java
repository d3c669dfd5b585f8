package dev.slipway.storage.object;

import dev.slipway.storage.blob.BlobStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What nodes tell and hand in. Doing it again changes nothing; an older attempt changes nothing. */
@ApplicationScoped
public class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);
    /** Larger files go to the store even when they came with the manifest. */
    private static final int MOST_INLINE = 4096;
    /** So do all more once the inline files of a task are this many bytes. */
    private static final int MOST_INLINE_IN_ALL = 256 * 1024;

    private final ObjectRepository repository;
    private final BlobStore blobs;
    private final Event<PlaceChanged> changes;
    private final Recent recent = new Recent();

    Deliveries(ObjectRepository repository, BlobStore blobs, Event<PlaceChanged> changes) {
        this.repository = repository;
        this.blobs = blobs;
        this.changes = changes;
    }

    /** Takes note of where a task's files are made, or that no more will come. */
    public Uni<Void> tell(Place place) {
        return recent.knows(place)
                ? Uni.createFrom().voidItem()
                : repository.tell(place).invoke(changed -> told(place, changed)).replaceWithVoid();
    }

    /** Where the bytes of these files are to be put before the manifest that names them. */
    public List<Upload> uploads(TaskId task, int attempt, List<FilePath> paths) {
        return paths.stream()
                .map(it -> new Upload(it, blobs.uploadUrl(ObjectKeys.ofFile(task, attempt, it.text()))))
                .toList();
    }

    /** From now on the task's files are these, and are read from the store. */
    public Uni<Void> keep(Place place, List<Delivered> files, List<FilePath> directories) {
        var inline = new HashMap<String, ByteBuffer>();
        var aside = new ArrayList<Delivered>();
        var room = MOST_INLINE_IN_ALL;
        for (var file : files) {
            var bytes = file.inline().map(ByteBuffer::remaining).orElse(0);
            if (file.inline().isPresent() && bytes <= Math.min(MOST_INLINE, room)) {
                inline.put(file.path().text(), file.inline().get());
                room -= bytes;
            } else if (bytes > 0) {
                aside.add(file);
            }
        }
        var items = Stream.concat(
                        files.stream().map(Delivered::toItem),
                        directories.stream().map(it -> Item.directory(it.text())))
                .toList();
        var manifest = new Manifest(items, inline);
        return putAside(place, aside)
                .chain(() -> repository.keep(place, manifest))
                .invoke(changed -> told(place.kept(), changed))
                .replaceWithVoid();
    }

    private Uni<Void> putAside(Place place, List<Delivered> files) {
        if (files.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var puts = files.stream()
                .map(it -> blobs.put(
                        ObjectKeys.ofFile(
                                place.task(), place.attempt(), it.path().text()),
                        Bytes.of(it.inline().orElseThrow())))
                .toList();
        return Uni.join().all(puts).usingConcurrencyOf(4).andFailFast().replaceWithVoid();
    }

    private void told(Place place, boolean changed) {
        recent.note(place);
        if (changed) {
            LOG.infof(
                    "place task=%s attempt=%d stage=%s node=%s",
                    place.task(), place.attempt(), place.stage(), place.node().orElse("unknown"));
            changes.fire(new PlaceChanged(place));
        }
    }
}
