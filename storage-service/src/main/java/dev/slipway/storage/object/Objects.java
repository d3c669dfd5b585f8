package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Sharing;
import dev.slipway.storage.blob.BlobStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What can be done with the files of tasks, whatever language the request came in. */
@ApplicationScoped
public class Objects {
    private final ObjectRepository repository;
    private final BlobStore blobs;
    private final NodeFiles nodes;
    private final KnownTasks tasks;
    private final Sharing sharing;

    Objects(ObjectRepository repository, BlobStore blobs, NodeFiles nodes, KnownTasks tasks, Sharing sharing) {
        this.repository = repository;
        this.blobs = blobs;
        this.nodes = nodes;
        this.tasks = tasks;
        this.sharing = sharing;
    }

    /** What is at a path of a task: live from its node, or from the store once it has a manifest. */
    public Uni<Found> open(TaskId task, FilePath path, Caller caller) {
        return repository.find(task).chain(place -> {
            place.ifPresent(it -> sharing.mustControl(caller, it.owner(), it.project()));
            return place.map(it -> open(it, path))
                    .orElseGet(() -> waiting(task, caller)
                            .chain(known -> known.children()
                                    .map(children -> ofChildren(task, children, path, caller))
                                    .orElseGet(() -> nothing(path))));
        });
    }

    /** An array runs nothing itself: it has a folder for each of its children. */
    private Uni<Found> ofChildren(TaskId array, KnownTasks.Children children, FilePath path, Caller caller) {
        if (path.isRoot()) {
            return Uni.createFrom().item(new Found.Directory(children.folders()));
        }
        var parts = path.text().split("/", 2);
        return children.at(array, parts[0])
                .map(child -> open(child, parts.length == 1 ? FilePath.ROOT : new FilePath(parts[1]), caller))
                .orElseGet(() -> Uni.createFrom().failure(() -> Failure.notFound("file", path)));
    }

    private Uni<Found> open(Place place, FilePath path) {
        return switch (place.stage()) {
            case LIVE -> nodes.open(place, path);
            // What is left on the node, while it is there.
            case OVER -> nodes.open(place, path).onFailure(Failure.class).recoverWithUni(() -> nothing(path));
            case KEPT -> kept(place, path);
            case GONE -> Uni.createFrom().failure(() -> Failure.notFound("file", path));
        };
    }

    /** Nobody has told of it: it waits for a node, or there is no such task. */
    private Uni<KnownTasks.Known> waiting(TaskId task, Caller caller) {
        return tasks.find(task)
                .map(known -> known.orElseThrow(() -> Failure.notFound("task", task)))
                .invoke(known -> sharing.mustControl(caller, known.owner(), known.project()));
    }

    /** A task that waits has an empty directory. */
    private static Uni<Found> nothing(FilePath path) {
        return path.isRoot()
                ? Uni.createFrom().item(new Found.Directory(List.of()))
                : Uni.createFrom().failure(() -> Failure.notFound("file", path));
    }

    private Uni<Found> kept(Place place, FilePath path) {
        return repository
                .manifest(place, path)
                .chain(manifest -> manifest.file(path)
                        .map(item -> stored(place, manifest, item).open(blobs))
                        .map(bytes -> bytes.<Found>map(it -> new Found.File(path.name(), it)))
                        .orElseGet(() -> directory(manifest, path)));
    }

    private static Uni<Found> directory(Manifest manifest, FilePath path) {
        return Uni.createFrom()
                .item(() -> new Found.Directory(manifest.list(path).orElseThrow(() -> Failure.notFound("file", path))));
    }

    private static StoredObject stored(Place place, Manifest manifest, Item item) {
        return new StoredObject(
                ObjectKeys.ofFile(place.task(), place.attempt(), item.path()),
                item.size(),
                Optional.ofNullable(manifest.inline().get(item.path())));
    }

    /** Where a task's files are, for who may know; empty for a task that waits. */
    public Uni<Optional<Place>> whereabouts(TaskId task, Caller caller) {
        return repository.find(task).chain(place -> {
            place.ifPresent(it -> sharing.mustControl(caller, it.owner(), it.project()));
            if (place.filter(Place::isGone).isPresent()) {
                throw Failure.notFound("files", "of task " + task);
            }
            return place.isPresent()
                    ? Uni.createFrom().item(place)
                    : waiting(task, caller).replaceWith(place);
        });
    }

    /** Where a task's files are, whoever asks; empty for a task that no node has told of. */
    public Uni<Optional<Place>> find(TaskId task) {
        return repository.find(task);
    }

    /** A file of a task that is kept; empty when it left no such file. */
    public Uni<Optional<StoredObject>> stored(Place place, FilePath path) {
        return repository
                .manifest(place, path)
                .map(manifest -> manifest.file(path).map(item -> stored(place, manifest, item)));
    }
}
