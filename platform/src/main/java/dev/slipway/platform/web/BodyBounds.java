package dev.slipway.platform.web;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How large a request's body may be, and how much of all bodies may be here at once: they are held in memory until answered. */
@ApplicationScoped
class BodyBounds {
    private final WebConfig config;
    private final long room;
    private final AtomicLong taken = new AtomicLong();

    BodyBounds(WebConfig config) {
        this.config = config;
        // Read, decoded and stored, a body is there about four times.
        this.room = config.bodiesAtOnce().orElseGet(() -> Runtime.getRuntime().maxMemory() / 4);
    }

    /** Whether this path takes any size, a piece at a time. */
    boolean isUnlimited(String path) {
        return config.unlimited().orElse(List.of()).stream().anyMatch(path::startsWith);
    }

    /** Bytes that a body on this path may have. */
    long of(String path) {
        return config.bounds().getOrDefault(path, config.maxBody());
    }

    /** What is said of a body that has more. */
    Failure tooLarge(String path) {
        return new Failure(
                Kind.TOO_LARGE, "body.too_large", "body: more than the %d bytes this path takes".formatted(of(path)));
    }

    /** Room for so many bytes, to be given back; fails where there is none now. */
    void take(long bytes) {
        if (taken.addAndGet(bytes) > room) {
            taken.addAndGet(-bytes);
            throw Failure.unavailable("body: too many large ones at once; try again");
        }
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
