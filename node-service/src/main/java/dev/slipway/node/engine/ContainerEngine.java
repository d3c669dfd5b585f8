package dev.slipway.node.engine;

import io.smallrye.mutiny.Uni;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs containers. A refusal of the engine is an {@link EngineRefusal} with its own text; an engine that does not
 * answer is an UNAVAILABLE failure. Containers are addressed by the name they were created with.
 */
public interface ContainerEngine {
    /** Done when the engine answers. */
    Uni<Void> ping();

    /**
     * Makes a container that does not run yet; its engine id. Refused as CONFLICT when the name is taken, as NOT_FOUND when its
     * image is not there any more: {@link #ensureImage} looks again after that.
     */
    Uni<String> create(ContainerPlan plan);

    /** Runs it. A container that runs already is left alone. */
    Uni<Void> start(String name);

    /** Done when it does not run, or earlier: only {@link #find} says whether it does. */
    Uni<Void> awaitExit(String name);

    /** What the engine knows of it; empty when there is no such container. */
    Uni<Optional<EngineContainer>> find(String name);

    /**
     * Hands over all it has written since its start, in order, on one thread.
     *
     * @param follow whether to wait for more until it ends; it may miss the last words, which are told without it after the
     *     end
     */
    Uni<Void> logs(String name, boolean follow, LogSink sink);

    /**
     * Makes its processes stand still; one that stands still already is left alone. Refused as CONFLICT or NOT_FOUND when it
     * does not run.
     */
    Uni<Void> pause(String name);

    /** Lets its processes go on; one that does is left alone. Refused like {@link #pause}. */
    Uni<Void> resume(String name);

    /** Makes one more process in a running container, which waits to be attached to; its id. */
    Uni<String> exec(String name, ExecPlan plan);

    /** Runs it with these streams; done when it has ended. {@code in} is read on a thread of its own. */
    Uni<Void> attach(String exec, ExecPlan plan, InputStream in, LogSink out);

    /** The size of its terminal, in characters. */
    Uni<Void> resize(String exec, int rows, int columns);

    /** What it returned, once it has ended. */
    Uni<Integer> execCode(String exec);

    /** Asks it to end, kills it after the grace. One that does not run or does not exist is left alone. */
    Uni<Void> stop(String name, Duration grace);

    /** Kills and removes it with what belongs to it only. One that does not exist is gone already. */
    Uni<Void> remove(String name);

    /** All containers with this label, whatever their phase. */
    Uni<List<EngineContainer>> list(String label, String value);

    /**
     * Makes sure that the image is there, or was a moment ago; its engine id. An image that cannot be had within the limit is
     * refused with the engine's own text.
     */
    Uni<String> ensureImage(String image, Duration limit);

    /** Files of an image by path, those that it has. The container made for reading has these labels. */
    Uni<Map<String, byte[]>> readImage(String image, List<String> paths, Map<String, String> labels);
}
