package dev.slipway.auth.credential;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks every few milliseconds whether an event loop is in code of a package, from its making to its closing. */
final class EventLoopWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final String code;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final Thread watcher = Thread.ofPlatform().daemon().unstarted(this::watch);

    private EventLoopWatch(String code) {
        this.code = code;
    }

    /** One that looks from now on. */
    static EventLoopWatch over(String code) {
        var watch = new EventLoopWatch(code);
        watch.watcher.start();
        return watch;
    }

    /** How often event loops were looked at. */
    int looks() {
        return looks.get();
    }

    /** The frames that were found on them. */
    Set<String> seen() {
        return seen;
    }

    private void watch() {
        try {
            while (true) {
                Thread.getAllStackTraces().forEach(this::look);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look(Thread thread, StackTraceElement[] stack) {
        if (thread.getName().contains("eventloop")) {
            looks.incrementAndGet();
            for (var frame : stack) {
                if (frame.getClassName().startsWith(code)) {
                    seen.add(frame.toString());
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        watcher.interrupt();
        watcher.join();
    }
}
