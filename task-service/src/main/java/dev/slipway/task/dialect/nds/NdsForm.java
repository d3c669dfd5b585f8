package dev.slipway.task.dialect.nds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.Scripts;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * The parameters of a request, in whichever of the three forms they came. An empty one is as good as none.
 *
 * @param texts by name
 * @param files attached, by the name of their part
 */
record NdsForm(Map<String, List<String>> texts, Map<String, Attachment> files) {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** An attached part; {@code name} is the one its sender's file had. */
    record Attachment(String name, Scripts.Source source) {
        static Attachment of(String name, String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Attachment(name, () -> new ByteArrayInputStream(bytes));
        }
    }

    /** {@code multipart/form-data}. */
    static NdsForm of(MultipartFormDataInput parts) {
        var texts = new HashMap<String, List<String>>();
        var files = new HashMap<String, Attachment>();
        parts.getValues().forEach((name, values) -> {
            for (var value : values) {
                if (!value.isFileItem()) {
                    texts.computeIfAbsent(name, _ -> new ArrayList<>()).add(value.getValue());
                } else if (files.put(name, attachment(value)) != null) {
                    throw Failure.invalid(name, "attached more than once");
                }
            }
        });
        return new NdsForm(texts, files);
    }

    private static Attachment attachment(FormValue value) {
        var name = value.getFileName();
        return new Attachment(
                name == null ? "" : name, () -> value.getFileItem().getInputStream());
    }

    /** {@code application/x-www-form-urlencoded}. */
    static NdsForm of(MultivaluedMap<String, String> form) {
        return new NdsForm(new HashMap<>(form), Map.of());
    }

    /** A JSON object: numbers may be numbers, lists lists, and {@code env} an object. */
    static NdsForm of(byte[] body) {
        var texts = new HashMap<String, List<String>>();
        object(body)
                .properties()
                .forEach(member -> texts.put(member.getKey(), texts(member.getKey(), member.getValue())));
        return new NdsForm(texts, Map.of());
    }

    private static JsonNode object(byte[] body) {
        try {
            var node = JSON.readTree(body);
            if (!node.isObject()) {
                throw Failure.invalid("body", "must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Failure.invalid("body", "not JSON");
        } catch (IOException e) {
            throw Failure.invalid("body", "not JSON in UTF-8");
        }
    }

    private static List<String> texts(String name, JsonNode value) {
        if (value.isNull()) {
            return List.of();
        }
        if (value.isArray()) {
            var all = new ArrayList<String>();
            value.forEach(it -> all.addAll(texts(name, it)));
            return all;
        }
        return List.of(value.isValueNode() ? value.asText() : value.toString());
    }

    /** Every value of a parameter. */
    List<String> all(String name) {
        return texts.getOrDefault(name, List.of()).stream()
                .filter(it -> !it.isEmpty())
                .toList();
    }

    /** The value of a parameter that has one, which may be any text. */
    Optional<String> text(String name) {
        var values = all(name);
        if (values.size() > 1) {
            throw Failure.invalid(name, "given more than once");
        }
        return values.stream().findFirst();
    }

    /** The same, where it must be a line. */
    Optional<String> line(String name) {
        var line = text(name);
        if (line.filter(it -> it.chars().anyMatch(Character::isISOControl)).isPresent()) {
            throw Failure.invalid(name, "must be one line of text");
        }
        return line;
    }

    /** A parameter that is a whole number of at least 1. */
    int count(String name, int otherwise) {
        var given = line(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        var text = given.get();
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw Failure.invalid(name, "must be a whole number of at least 1");
        }
        return Integer.parseInt(text);
    }

    /** The part of that name: a file, or a text without the name of one. */
    Optional<Attachment> part(String name) {
        return Optional.ofNullable(files.get(name)).or(() -> text(name).map(it -> Attachment.of(name, it)));
    }
}
