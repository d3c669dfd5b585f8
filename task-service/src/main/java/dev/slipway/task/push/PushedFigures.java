package dev.slipway.task.push;

import dev.slipway.platform.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The three figures GO-Docker knows: two durations, of which the last counts, and errors of nodes, which are added up. */
@ApplicationScoped
public class PushedFigures {
    private static final String ERRORS = "god_watcher_job_error";
    private static final List<String> DURATIONS = List.of("god_scheduler_sched_duration", "god_scheduler_run_duration");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final String NO_HOST = "none";
    /** More hosts than that share one figure: whoever has the key shall not fill the memory. */
    private static final int MOST_HOSTS = 1000;

    private final PushConfig config;
    private final Map<String, DoubleAdder> errors = new ConcurrentHashMap<>();
    private final Map<String, AtomicReference<Double>> durations = new ConcurrentHashMap<>();
    private final Function<String, DoubleAdder> newHost;

    PushedFigures(PushConfig config, MeterRegistry registry) {
        this.config = config;
        this.newHost = host -> registry.gauge(ERRORS, Tags.of("host", host), new DoubleAdder(), DoubleAdder::sum);
        DURATIONS.forEach(name -> durations.put(
                name, registry.gauge(name, Tags.empty(), new AtomicReference<>(0.0), AtomicReference::get)));
    }

    /** One figure. */
    public record Figure(String name, double value, String host) {
        /** One that is of no host. */
        public static Figure of(String name, double value) {
            return new Figure(name, value, NO_HOST);
        }
    }

    /** Takes all of them, or none. Fails with FORBIDDEN for a wrong key, and while there is none to be right. */
    public void push(String key, List<Figure> figures) {
        var known = config.key().filter(it -> !it.isBlank());
        if (known.filter(it -> isSame(it, key)).isEmpty()) {
            throw Failure.forbidden("key: not the right one");
        }
        figures.forEach(PushedFigures::check);
        figures.forEach(this::take);
    }

    private static boolean isSame(String known, String shown) {
        return MessageDigest.isEqual(known.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static void check(Figure figure) {
        if (!figure.name().equals(ERRORS) && !DURATIONS.contains(figure.name())) {
            throw Failure.invalid("stat.name", "must be one of %s, %s".formatted(ERRORS, String.join(", ", DURATIONS)));
        }
        if (!HOST.matcher(figure.host()).matches()) {
            throw Failure.invalid("stat.host", "not the name of a host");
        }
    }

    private void take(Figure figure) {
        if (figure.name().equals(ERRORS)) {
            var host = errors.size() < MOST_HOSTS || errors.containsKey(figure.host()) ? figure.host() : NO_HOST;
            errors.computeIfAbsent(host, newHost).add(figure.value());
        } else {
            var last = durations.get(figure.name());
            if (last != null) {
                last.set(figure.value());
            }
        }
    }
}
