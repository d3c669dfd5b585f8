package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.gateway.route.RouteTable;
import dev.slipway.gateway.route.Service;
import java.util.HashMap;
import java.util.Map;

/**
 * Several OpenAPI documents on their way to become one. A path is taken only from the service it is routed to, so that what
 * cannot be reached is not described. Two components of one name that differ both stay: the later one gets its service's name.
 */
final class Merge {
    private static final String REF = "$ref";
    private static final String COMPONENTS = "#/components/";

    private final RouteTable routes;
    private final ObjectNode result = JsonNodeFactory.instance.objectNode();
    private final ObjectNode paths;
    private final ObjectNode components;
    private final ArrayNode tags;

    Merge(RouteTable routes) {
        this.routes = routes;
        result.put("openapi", "3.1.0");
        result.putObject("info")
                .put("title", "Slipway")
                .put("version", "1")
                .put(
                        "description",
                        "Everything one Slipway suite answers, in all its dialects. Get a token with POST"
                                + " /api/1.0/authenticate and send it as 'Authorization: Bearer <token>'.");
        result.putArray("servers").addObject().put("url", "/");
        tags = result.putArray("tags");
        paths = result.putObject("paths");
        components = result.putObject("components");
    }

    /** Adds what {@code service} says of itself. */
    void add(Service service, JsonNode document) {
        var renamed = addComponents(service, document.path("components"));
        document.path("paths").properties().forEach(path -> {
            if (routes.find(path.getKey()).filter(service::equals).isPresent()) {
                paths.set(path.getKey(), point(path.getValue(), renamed));
            }
        });
        document.path("tags").forEach(this::addTag);
    }

    /** Says that a service is missing from the whole. */
    void missing(Service service) {
        result.withArray("/x-missing").add(service.title());
    }

    JsonNode result() {
        return result;
    }

    private void addTag(JsonNode tag) {
        for (var known : tags) {
            if (known.path("name").equals(tag.path("name"))) {
                return;
            }
        }
        tags.add(tag);
    }

    /** Adds the components; answers the new reference for each old one that had to change. */
    private Map<String, String> addComponents(Service service, JsonNode groups) {
        var renamed = new HashMap<String, String>();
        groups.properties()
                .forEach(group -> group.getValue().properties().forEach(component -> {
                    var known = components.path(group.getKey()).path(component.getKey());
                    if (!known.isMissingNode() && !known.equals(component.getValue())) {
                        var root = COMPONENTS + group.getKey() + "/";
                        renamed.put(root + component.getKey(), root + qualified(service, component.getKey()));
                    }
                }));
        groups.properties()
                .forEach(group -> group.getValue().properties().forEach(component -> {
                    var reference = COMPONENTS + group.getKey() + "/" + component.getKey();
                    var name = renamed.containsKey(reference)
                            ? qualified(service, component.getKey())
                            : component.getKey();
                    components.withObjectProperty(group.getKey()).set(name, point(component.getValue(), renamed));
                }));
        return renamed;
    }

    private static String qualified(Service service, String name) {
        return service.title() + "." + name;
    }

    /** The same node with its references pointed to the new names. */
    private static JsonNode point(JsonNode node, Map<String, String> renamed) {
        if (renamed.isEmpty() || node.isValueNode()) {
            return node;
        }
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(it -> copy.add(point(it, renamed)));
            return copy;
        }
        var copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> {
            var value = member.getValue();
            copy.set(
                    member.getKey(),
                    member.getKey().equals(REF) && value.isTextual()
                            ? TextNode.valueOf(renamed.getOrDefault(value.textValue(), value.textValue()))
                            : point(value, renamed));
        });
        return copy;
    }
}
