package dev.slipway.node.container;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Keeps the containers of this node. A state and the events that tell of it are one write. */
public interface ContainerRepository {
    /** A container as it was kept. */
    record Kept(Container container, boolean stopAsked) {}

    /** False when there is one of that name, whatever became of it. */
    Uni<Boolean> insert(Container container);

    /** Its state, with the events that have not left. */
    Uni<Void> update(Container container);

    /** Somebody wants its end. */
    Uni<Void> askStop(String name);

    /** Its events up to this number have left. */
    Uni<Void> pull(String name, int sent);

    /** All of a node that are not over. */
    Uni<List<Kept>> unfinished(String node);

    /** They are over: only their names are kept, so that a command that comes again does nothing. */
    Uni<Void> bury(Collection<String> names, Instant now);

    /** Those buried before may come again. */
    Uni<Void> forget(String node, Instant before);
}
