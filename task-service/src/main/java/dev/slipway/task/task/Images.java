package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The images that are offered: the one for who has none in mind first, the others by name. */
@ApplicationScoped
public class Images {
    /** Why one that is not offered is refused. */
    public static final String NOT_OFFERED = "image.not_offered";

    private final TaskConfig config;

    Images(TaskConfig config) {
        this.config = config;
    }

    /** An image to choose. */
    public record Offered(String name, String url, boolean interactive, boolean first) {}

    /** All of them. */
    public List<Offered> offered() {
        var images = new ArrayList<Offered>();
        images.add(new Offered("base", config.defaultImage(), false, true));
        new TreeMap<>(config.images())
                .forEach((name, it) -> images.add(new Offered(name, it.url(), it.interactive(), false)));
        return images;
    }

    /**
     * Goes on only for an image that this caller may run.
     *
     * @throws Failure FORBIDDEN otherwise
     */
    void mustBeAllowed(String image, Caller caller) {
        if (!config.allowUserImages()
                && !caller.isAdmin()
                && offered().stream().noneMatch(it -> it.url().equals(image))) {
            throw new Failure(Kind.FORBIDDEN, NOT_OFFERED, "image: %s is not offered here".formatted(image));
        }
    }
}
