package dev.slipway.node.container;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this node works on containers. */
@ConfigMapping(prefix = "slipway.node.container")
public interface ContainerConfig {
    /** Containers created and started at the same time; how many run is decided by placement. */
    @WithDefault("16")
    int starting();

    /** Containers whose files are kept at the same time. */
    @WithDefault("16")
    int ending();

    /** How long an image may take to come; with what is around it, a task without its image ends within a minute. */
    @WithDefault("45s")
    Duration pull();

    /** What a process that is stopped has left before it is killed. */
    @WithDefault("2s")
    Duration grace();

    /** Processes one container may have. */
    @WithDefault("4096")
    long pids();

    /** How long the name of a container that is over is kept; an older command is never carried out. */
    @WithDefault("1h")
    Duration tombstones();

    /** How old a container that nobody knows must be to be removed. */
    @WithDefault("60s")
    Duration leftovers();

    /**
     * What soon has a better word is told only when it has lasted this long: that a container is being prepared, and that its
     * process has ended but its files are not kept yet. A container that lives shortly costs half the events by it.
     */
    @WithDefault("2s")
    Duration tellAfter();

    /** What a run must last for its start to be kept and told by itself: the end of a shorter one tells both. */
    @WithDefault("500ms")
    Duration startToldAfter();

    /** What a run must last for its log to be followed: one that ends before is read once, at its end. */
    @WithDefault("750ms")
    Duration followAfter();

    /** What new log bytes wait for more to come before they are shipped. */
    @WithDefault("200ms")
    Duration linger();

    /** What they wait at most, in a long run. */
    @WithDefault("2s")
    Duration longLinger();

    /** Bytes of one log chunk. */
    @WithDefault("262144")
    int chunk();

    /** Files uploaded at the same time, of one container. */
    @WithDefault("4")
    int uploads();
}
