package dev.slipway.task.dialect.nds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Outfit;
import dev.slipway.task.task.Script;
import dev.slipway.task.task.ScriptContent;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a job somebody hands in. Whatever cannot be read is refused with the name of its parameter. */
final class NdsSubmission {
    private static final Pattern IMAGE = Pattern.compile(
            "(?=.{1,255}$)([A-Za-z0-9.-]+(:[0-9]{1,5})?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** Why an image that the policy does not know is refused. */
    static final String NOT_ALLOWED = "image_not_allowed";

    private static final String LATEST = "latest";
    private static final int MOST_DATA = 64;
    private static final int LONGEST_ENVIRONMENT = 64 * 1024;
    private static final int LONGEST_NAME = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> images;
    private final Offer offer;

    NdsSubmission(NdsConfig config, Offer offer) {
        this.images = config.images();
        this.offer = offer;
    }

    /** Everything but the script. */
    record Job(NdsScript script, String image, List<String> data, NdsForm form, Map<String, String> environment) {
        /** What makes this request another one than others, whatever form it came in. */
        List<String> parts(ScriptContent content) {
            var parts = new ArrayList<>(List.of("nds", script.name(), content.sha256(), image));
            for (var name : List.of("name", "project", "cpu", "ram", "max_time")) {
                parts.add(form.text(name).orElse(""));
            }
            parts.add(String.join(",", data));
            parts.add(new TreeMap<>(environment).toString());
            return parts;
        }
    }

    Job read(NdsForm form) {
        return new Job(NdsScript.of(form), image(form), data(form), form, environment(form));
    }

    /** The wish for a task. */
    Submission toSubmission(Job job, ScriptContent content) {
        var form = job.form();
        var demand = new Demand(form.count("cpu", offer.cpus()), form.count("ram", offer.ramGb()), 0);
        var kept = content.text().isEmpty() ? Optional.of(content.apart()) : Optional.<Script.Apart>empty();
        var script = new Script(job.script().name(), kept);
        var spec = new TaskSpec(
                name(form).orElse(script.name()),
                "",
                List.of(),
                form.line("project").orElse("default"),
                job.image(),
                content.text().orElseGet(() -> "# %s: %d bytes, kept apart\n".formatted(script.name(), content.size())),
                false,
                true,
                demand,
                List.of(),
                List.of(),
                OptionalInt.empty(),
                offer.executors().getFirst(),
                false);
        var outfit = new Outfit(Optional.of(script), environment(job), true);
        return new Submission(
                Optional.empty(),
                false,
                spec.with(Needs.NONE.with(outfit, lifeSpan(form))),
                job.data().stream().map(Submission.Wish::ofData).toList());
    }

    private static Optional<String> name(NdsForm form) {
        var name = form.line("name");
        if (name.filter(it -> it.length() > LONGEST_NAME).isPresent()) {
            throw Failure.invalid("name", "longer than %d characters".formatted(LONGEST_NAME));
        }
        return name;
    }

    private String image(NdsForm form) {
        var name = form.line("image_name").orElseThrow(() -> Failure.invalid("image_name", "is needed"));
        if (!IMAGE.matcher(name).matches()) {
            throw Failure.invalid("image_name", "not the name of an image without its tag");
        }
        var tag = form.line("image_tag").orElse(LATEST);
        if (!TAG.matcher(tag).matches()) {
            throw Failure.invalid("image_tag", "not a tag");
        }
        var image = name + ":" + tag;
        if (!images.contains(NdsConfig.OPEN) && !images.contains(name) && !images.contains(image)) {
            throw new Failure(Kind.REFUSED, NOT_ALLOWED, "image_name: %s is not allowed here".formatted(image));
        }
        return image;
    }

    private static List<String> data(NdsForm form) {
        var names = form.all("data").stream()
                .flatMap(it -> Stream.of(it.split(",")))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
        if (names.size() > MOST_DATA) {
            throw Failure.invalid("data", "more than %d data sets".formatted(MOST_DATA));
        }
        if (names.contains(Volume.HOME)) {
            throw new Failure(Kind.REFUSED, "data_not_found", "data: no data set " + Volume.HOME);
        }
        return names;
    }

    private static Map<String, String> lifeSpan(NdsForm form) {
        return form.line("max_time")
                .map(it -> {
                    if (LifeSpan.parse(it).isEmpty()) {
                        throw Failure.invalid("max_time", LifeSpan.WANTED);
                    }
                    return Map.of(LifeSpan.FIELD, it);
                })
                .orElse(Map.of());
    }

    /** What was sent, and where this dialect's users look for data and leave results. */
    private static Map<String, String> environment(Job job) {
        var environment = new LinkedHashMap<>(job.environment());
        environment.put("NDS_OUTPUT", "/output");
        environment.put("NDS_DATA", job.data().stream().map(Volume::mountOfData).collect(Collectors.joining(" ")));
        return environment;
    }

    private static Map<String, String> environment(NdsForm form) {
        var environment = new LinkedHashMap<String, String>();
        form.text("env")
                .map(NdsSubmission::object)
                .ifPresent(object -> object.properties()
                        .forEach(it -> environment.put(variable(it.getKey()), value(it.getKey(), it.getValue()))));
        return environment;
    }

    private static JsonNode object(String text) {
        if (text.length() > LONGEST_ENVIRONMENT) {
            throw Failure.invalid("env", "longer than %d characters".formatted(LONGEST_ENVIRONMENT));
        }
        try {
            var object = JSON.readTree(text);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw Failure.invalid("env", "must be a JSON object");
    }

    private static String variable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw Failure.invalid("env", "not the name of a variable: " + name);
        }
        return name;
    }

    private static String value(String name, JsonNode value) {
        var text = value.asText();
        if (!value.isValueNode() || text.indexOf('\0') >= 0) {
            throw Failure.invalid("env." + name, "must be text");
        }
        return value.isNull() ? "" : text;
    }
}
