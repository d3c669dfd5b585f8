package dev.slipway.platform.identity;

import dev.slipway.platform.web.RoutePattern;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a token of each scope may ask for, on every route of the suite: the one place that knows. By default reading methods
 * read and all others change; the exceptions are the inherited dialects' own.
 */
final class ScopeRules {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Who has one of these could give himself what his token lacks. */
    private static final List<RoutePattern> CREDENTIALS =
            routes("* /api/v1/tokens/**", "* /api/1.0/user/*/apps/**", "* /api/1.0/user/*/apikey", "* /v1/oauth/**");

    /** They look like reading and change something. */
    private static final List<RoutePattern> CHANGING = routes(
            "* /api/1.0/task/*/pending",
            "* /api/1.0/task/*/suspend",
            "* /api/1.0/task/*/resume",
            "* /api/1.0/task/*/reschedule",
            "* /api/1.0/task/*/archive",
            "* /api/1.0/task/*/share",
            "* /api/1.0/task/*/unshare",
            "* /api/1.0/task/*/token",
            "* /api/1.0/archive/**",
            "* /start-runner",
            "* /restart-runner",
            "* /stop-runner",
            "* /delete-runner",
            "* /send-email",
            "* /geonex/start-runner",
            "* /geonex/restart-runner",
            "* /geonex/stop-runner",
            "* /geonex/delete-runner",
            "* /geonex/send-email",
            "* /stop",
            "* /nds/stop");

    /** They look like changing and read. */
    private static final List<RoutePattern> ASKING = routes("POST /api/1.0/task/over/**");

    private static final List<RoutePattern> SUBMITTING = routes(
            "POST /api/1.0/task",
            "DELETE /api/1.0/task/*",
            "POST /ga4gh/tes/v1/tasks",
            "POST /ga4gh/tes/v1/tasks/*",
            "POST /upload",
            "POST /nds/upload",
            "* /stop",
            "* /nds/stop",
            "POST /api/v1/tasks",
            "DELETE /api/v1/tasks/*",
            "POST /api/v1/tasks/*/cancel",
            "POST /api/v1/tasks/cancel",
            "POST /api/v1/tasks/*/rerun",
            "POST /api/v1/recipes/*/tasks");

    private ScopeRules() {}

    /** Whether a token of this scope may ask for this: in every way in which the path may be understood. */
    static boolean allow(Scope scope, String method, String path) {
        return scope == Scope.ALL
                || RoutedPath.readings(path).stream().allMatch(reading -> switch (scope) {
                    case ALL -> true;
                    case READ -> reads(method, reading);
                    case SUBMIT -> reads(method, reading) || submits(method, reading);
                });
    }

    private static boolean reads(String method, String path) {
        return !any(CREDENTIALS, method, path)
                && !any(CHANGING, method, path)
                && (READING.contains(method) || any(ASKING, method, path));
    }

    private static boolean submits(String method, String path) {
        return any(SUBMITTING, method, path);
    }

    private static boolean any(List<RoutePattern> routes, String method, String path) {
        return routes.stream().anyMatch(it -> it.matches(method, path));
    }

    private static List<RoutePattern> routes(String... patterns) {
        return Stream.of(patterns).map(RoutePattern::parse).toList();
    }
}
