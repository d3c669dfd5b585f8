package dev.slipway.gateway.route;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which service answers a path. A pattern is made of segments: text, {@code *} for any one, and at the end {@code **} for
 * any rest, also none. The most specific pattern wins: segment by segment from the left, text before {@code *} before
 * {@code **}; the order in which they are written does not matter. A trailing slash does not count.
 */
@ApplicationScoped
public class RouteTable {
    private static final String ONE = "*";
    private static final String REST = "**";

    private final Node root = new Node();

    @Inject
    RouteTable(GatewayConfig config) {
        this(config.routes());
    }

    RouteTable(Map<String, Service> routes) {
        routes.forEach(this::add);
    }

    /** Who answers {@code path}; none for one that no pattern names. */
    public Optional<Service> find(String path) {
        return Optional.ofNullable(find(root, path, 1));
    }

    private void add(String pattern, Service service) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("Not a path pattern: " + pattern);
        }
        var node = root;
        for (var segment :
                pattern.equals("/") ? new String[0] : pattern.substring(1).split("/", -1)) {
            if (node.isRest) {
                throw new IllegalArgumentException("'**' is not the end of " + pattern);
            }
            node = node.under(segment);
        }
        node.service = service;
    }

    /** The best match for the part of {@code path} that begins at {@code from}. */
    private static @Nullable Service find(Node node, String path, int from) {
        if (from >= path.length()) {
            return node.service != null ? node.service : node.restService();
        }
        var slash = path.indexOf('/', from);
        var end = slash < 0 ? path.length() : slash;
        var child = node.texts.isEmpty() ? null : node.texts.get(path.substring(from, end));
        var found = child == null ? null : find(child, path, end + 1);
        if (found == null && node.one != null && end > from) {
            found = find(node.one, path, end + 1);
        }
        return found != null ? found : node.restService();
    }

    private static final class Node {
        private final Map<String, Node> texts = new HashMap<>();
        private @Nullable Node one;
        private @Nullable Node rest;
        private @Nullable Service service;
        private boolean isRest;

        Node under(String segment) {
            return switch (segment) {
                case ONE -> {
                    if (one == null) {
                        one = new Node();
                    }
                    yield one;
                }
                case REST -> {
                    if (rest == null) {
                        rest = new Node();
                        rest.isRest = true;
                    }
                    yield rest;
                }
                default -> texts.computeIfAbsent(segment, _ -> new Node());
            };
        }

        @Nullable
        Service restService() {
            return rest == null ? null : rest.service;
        }
    }
}
