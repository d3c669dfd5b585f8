package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A JSON object read member by member. Whatever is not as it should be is a failure that names the member by its path;
 * members nobody asks for are not looked at. Absent and null are the same.
 */
final class Fields {
    private static final double MOST_SECONDS = 1e11;

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String path;
    private final JsonNode node;

    private Fields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** The object that is a request's body; an empty body is an empty object. */
    static Fields of(byte[] body) {
        if (body.length == 0) {
            return new Fields("", JsonNodeFactory.instance.objectNode());
        }
        try {
            return object("", JSON.readTree(body));
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw Failure.invalid(
                    "body",
                    where == null
                            ? "not JSON"
                            : "not JSON at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr()));
        } catch (IOException e) {
            throw Failure.invalid("body", "not JSON in UTF-8");
        }
    }

    private static Fields object(String path, JsonNode node) {
        if (!node.isObject()) {
            throw Failure.invalid(path.isEmpty() ? "body" : path, "must be a JSON object");
        }
        return new Fields(path, node);
    }

    /** The path of a member, as it is told to the sender. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    /** The object in a member; an empty one when it is absent. */
    Fields in(String name) {
        var member = get(name);
        return member.isMissingNode()
                ? new Fields(path(name), JsonNodeFactory.instance.objectNode())
                : object(path(name), member);
    }

    Optional<String> text(String name) {
        var member = get(name);
        return member.isMissingNode() ? Optional.empty() : Optional.of(text(path(name), member));
    }

    /** A text, or a number as text. */
    Optional<String> textOrNumber(String name) {
        var member = get(name);
        return member.isNumber() ? Optional.of(member.asText()) : text(name);
    }

    String requireTextOrNumber(String name) {
        return textOrNumber(name)
                .filter(it -> !it.isBlank())
                .orElseThrow(() -> Failure.invalid(path(name), "is needed and must not be empty"));
    }

    String requireText(String name) {
        return text(name)
                .filter(it -> !it.isBlank())
                .orElseThrow(() -> Failure.invalid(path(name), "is needed and must not be empty"));
    }

    boolean flag(String name, boolean otherwise) {
        var member = get(name);
        if (member.isMissingNode()) {
            return otherwise;
        }
        if (!member.isBoolean()) {
            throw Failure.invalid(path(name), "must be true or false");
        }
        return member.booleanValue();
    }

    Optional<Integer> whole(String name, int least) {
        var member = get(name);
        return member.isMissingNode() ? Optional.empty() : Optional.of(whole(path(name), member, least));
    }

    /** Seconds since 1970, maybe with a fraction. */
    Optional<Double> seconds(String name) {
        var member = get(name);
        if (member.isMissingNode()) {
            return Optional.empty();
        }
        if (!member.isNumber()) {
            throw notADate(path(name));
        }
        return Optional.of(seconds(path(name), member.doubleValue()));
    }

    /** Seconds since 1970 that every store and reader can make a date of. */
    static double seconds(String path, double seconds) {
        // Not a number is not less, either.
        if (Math.abs(seconds) <= MOST_SECONDS) {
            return seconds;
        }
        throw notADate(path);
    }

    static Failure notADate(String path) {
        return Failure.invalid(path, "must be a date in seconds since 1970");
    }

    /** Any number there is a double for. */
    double number(String name) {
        var member = get(name);
        if (!member.isNumber() || !Double.isFinite(member.doubleValue())) {
            throw Failure.invalid(path(name), "must be a number");
        }
        return member.doubleValue();
    }

    List<String> texts(String name) {
        return list(name, Fields::text);
    }

    List<Fields> objects(String name) {
        return list(name, Fields::object);
    }

    /** The entries of a list, each read with its own path; none when the member is absent. */
    <T> List<T> list(String name, BiFunction<String, JsonNode, T> reading) {
        var member = get(name);
        if (!member.isMissingNode() && !member.isArray()) {
            throw Failure.invalid(path(name), "must be a list");
        }
        var entries = new ArrayList<T>();
        for (int i = 0; i < member.size(); i++) {
            entries.add(reading.apply("%s[%d]".formatted(path(name), i), member.get(i)));
        }
        return entries;
    }

    static int whole(String path, JsonNode value, int least) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            throw Failure.invalid(path, "must be a whole number of at least " + least);
        }
        return value.intValue();
    }

    private static String text(String path, JsonNode value) {
        if (!value.isTextual()) {
            throw Failure.invalid(path, "must be text");
        }
        return Wording.text(path, value.textValue());
    }

    private JsonNode get(String name) {
        var member = node.path(name);
        return member.isNull() ? MissingNode.getInstance() : member;
    }
}
