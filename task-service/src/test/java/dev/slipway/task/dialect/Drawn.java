package dev.slipway.task.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** All that can be asked for in GO-Docker's words and in our own, drawn: each member is there or not, as chance has it. */
final class Drawn {
    static final Offer OFFER = new Offer(
            List.of("docker", "swarm"),
            Map.of("storage", List.of("ssd", "disk"), "zone", List.of("a")),
            List.of("maxlifespan", "queue"),
            2,
            3);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHARACTERS = "ab Z0-_./\"\\\n\t\u00e9\u4e2d";

    private final Random chance;

    Drawn(Random chance) {
        this.chance = chance;
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return chance.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private int from1To(int most) {
        return 1 + chance.nextInt(most);
    }

    private String text() {
        var text = new StringBuilder("x");
        for (int i = chance.nextInt(12); i > 0; i--) {
            text.append(CHARACTERS.charAt(chance.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private String line() {
        return text().replaceAll("[\\n\\t]", "-");
    }

    private <T> List<T> some(int most, Supplier<T> each) {
        return IntStream.range(0, chance.nextInt(most + 1))
                .mapToObj(_ -> each.get())
                .distinct()
                .toList();
    }

    /** What the task shall be, but for its volumes. */
    TaskSpec spec() {
        var interactive = chance.nextBoolean();
        var needs = needs(interactive);
        return new TaskSpec(
                line(),
                maybe(this::text).orElse(""),
                some(3, this::text),
                maybe(() -> "guild").orElse("default"),
                "registry.example:5000/tools/x" + chance.nextInt(9) + ":1." + chance.nextInt(9),
                interactive && chance.nextBoolean() ? "" : text(),
                chance.nextBoolean(),
                true,
                new Demand(
                        maybe(() -> from1To(64)).orElse(OFFER.cpus()),
                        maybe(() -> from1To(256)).orElse(OFFER.ramGb()),
                        chance.nextInt(4),
                        needs.doors().size()),
                List.of(),
                some(3, this::line),
                maybe(() -> chance.nextInt(4)).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                maybe(() -> "swarm").orElse("docker"),
                chance.nextBoolean(),
                needs);
    }

    private Needs needs(boolean interactive) {
        var fields = new LinkedHashMap<String, String>();
        maybe(() -> from1To(9) + "d").ifPresent(it -> fields.put("maxlifespan", it));
        maybe(this::text).ifPresent(it -> fields.put("queue", it));
        var size = maybe(() -> (long) from1To(900));
        return new Needs(
                some(
                        2,
                        () -> List.of("storage==ssd", "storage==disk", "zone==a")
                                .get(chance.nextInt(3))),
                some(3, () -> (long) from1To(1_000_000)),
                some(3, () -> from1To(65_535)),
                "public",
                size.map(it -> it + "M"),
                size.map(it -> it * 1_000_000).orElse(0L),
                interactive,
                maybe(() -> ArrayRange.parse("%d:%d:%d".formatted(from1To(5), 5 + from1To(50), from1To(4)))
                        .orElseThrow()),
                Optional.empty(),
                fields);
    }

    List<Submission.Wish> volumes() {
        return some(3, () -> new Submission.Wish("v" + chance.nextInt(5), chance.nextBoolean()));
    }

    /** Such volumes once they are found. */
    List<Volume> found() {
        var found = new ArrayList<Volume>();
        volumes().stream()
                .filter(it -> found.stream().noneMatch(other -> other.name().equals(it.name())))
                .forEach(it -> found.add(
                        new Volume(it.name(), "/srv/" + it.name(), Volume.mountOfData(it.name()), it.readOnly())));
        return found;
    }

    boolean held() {
        return chance.nextBoolean();
    }

    /** What is as it is where nobody says so is left out as often as not. */
    private void put(Map<String, Object> members, String name, Object value, Object otherwise) {
        if (!value.equals(otherwise) || chance.nextBoolean()) {
            members.put(name, value);
        }
    }

    JsonNode own(Submission wish) {
        var spec = wish.spec();
        var needs = spec.needs();
        var body = new LinkedHashMap<String, Object>();
        body.put("name", spec.name());
        body.put("image", spec.image());
        put(body, "script", spec.script(), "");
        put(body, "description", spec.description(), "");
        put(body, "tags", spec.tags(), List.of());
        put(body, "project", spec.project(), "default");
        put(body, "cpus", spec.demand().cpus(), OFFER.cpus());
        put(body, "ram_gb", spec.demand().ramGb(), OFFER.ramGb());
        put(body, "gpus", spec.demand().gpus(), 0);
        put(body, "uris", spec.uris(), List.of());
        put(body, "labels", needs.labels(), List.of());
        put(body, "after", needs.parents(), List.of());
        put(body, "ports", needs.ports(), List.of());
        put(body, "interactive", needs.interactive(), false);
        put(body, "root", spec.root(), false);
        put(body, "notify", spec.mail(), false);
        put(body, "executor", spec.executor(), "docker");
        put(body, "fields", needs.fields(), Map.of());
        put(body, "held", wish.held(), false);
        spec.failurePolicy().ifPresent(it -> body.put("retries", it));
        needs.tmpStorage().ifPresent(it -> body.put("tmp_size", it));
        needs.array().ifPresent(it -> body.put("array", it.values()));
        body.put(
                "volumes",
                wish.volumes().stream()
                        .map(it -> Map.of("name", it.name(), "read_only", it.readOnly()))
                        .toList());
        return JSON.valueToTree(body);
    }

    JsonNode goDocker(Submission wish) {
        var spec = wish.spec();
        var needs = spec.needs();
        var meta = new LinkedHashMap<String, Object>(Map.of("name", spec.name()));
        put(meta, "description", spec.description(), "");
        put(meta, "tags", spec.tags(), List.of());
        var requirements = new LinkedHashMap<String, Object>(needs.fields());
        put(requirements, "cpu", spec.demand().cpus(), OFFER.cpus());
        put(requirements, "ram", spec.demand().ramGb(), OFFER.ramGb());
        put(requirements, "gpus", spec.demand().gpus(), 0);
        put(requirements, "uris", spec.uris(), List.of());
        put(requirements, "label", needs.labels(), List.of());
        // The command line sends numbers as text.
        put(requirements, "tasks", needs.parents().stream().map(String::valueOf).toList(), List.of());
        put(requirements, "ports", needs.ports(), List.of());
        put(requirements, "executor", spec.executor(), "docker");
        spec.failurePolicy().ifPresent(it -> requirements.put("failure_policy", it));
        needs.tmpStorage().ifPresent(it -> requirements.put("tmpstorage", Map.of("size", it)));
        needs.array().ifPresent(it -> requirements.put("array", Map.of("values", it.values())));
        var container = new LinkedHashMap<String, Object>(Map.of("image", spec.image()));
        put(container, "root", spec.root(), false);
        container.put(
                "volumes",
                wish.volumes().stream()
                        .map(it -> Map.of("name", it.name(), "acl", it.readOnly() ? "ro" : "rw"))
                        .toList());
        return JSON.valueToTree(Map.of(
                "meta",
                meta,
                "requirements",
                requirements,
                "container",
                container,
                "command",
                Map.of("cmd", spec.script(), "interactive", needs.interactive()),
                "user",
                spec.project().equals("default") ? Map.of() : Map.of("project", spec.project()),
                "notify",
                spec.mail() ? Map.of("email", true) : Map.of(),
                "status",
                wish.held() ? Map.of("primary", "created") : Map.of()));
    }
}
