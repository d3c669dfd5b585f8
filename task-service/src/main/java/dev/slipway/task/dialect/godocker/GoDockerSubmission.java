package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads a task somebody hands in. Whatever cannot be read is refused with the name of its member. */
final class GoDockerSubmission {
    private static final Pattern IMAGE = Pattern.compile("[\\p{Alnum}._/:@+-]{1,512}");
    private static final int MOST_PARENTS = 1000;
    private static final int LARGEST_PORT = 65535;

    private final Offer offer;

    GoDockerSubmission(Offer offer) {
        this.offer = offer;
    }

    Submission read(byte[] body) {
        var task = Fields.of(body);
        var container = task.in("container");
        var requirements = task.in("requirements");
        return new Submission(
                task.in("user").text("id"),
                held(task.in("status")),
                spec(task, container, requirements),
                container.objects("volumes").stream()
                        .map(GoDockerSubmission::volume)
                        .toList());
    }

    private TaskSpec spec(Fields task, Fields container, Fields requirements) {
        var meta = task.in("meta");
        var needs = needs(task.in("command"), requirements);
        return new TaskSpec(
                meta.requireText("name"),
                meta.text("description").orElse(""),
                meta.texts("tags"),
                task.in("user").text("project").orElse("default"),
                image(container),
                script(task.in("command")),
                container.flag("root", false),
                container.flag("network", true),
                demand(requirements, needs.doors().size()),
                List.of(),
                uris(requirements),
                failurePolicy(requirements),
                executor(requirements),
                task.in("notify").flag("email", false),
                needs);
    }

    private static boolean held(Fields status) {
        var primary = status.text("primary").orElse("pending");
        return switch (primary) {
            case "pending" -> false;
            case "created" -> true;
            default -> throw Failure.invalid(status.path("primary"), "must be null, pending or created");
        };
    }

    private static String image(Fields container) {
        var image = container.requireText("image");
        if (!IMAGE.matcher(image).matches()) {
            throw Failure.invalid(container.path("image"), "not the name of an image");
        }
        return image;
    }

    private static String script(Fields command) {
        return command.flag("interactive", false) ? command.text("cmd").orElse("") : command.requireText("cmd");
    }

    private static Demand demand(Fields requirements, int ports) {
        return new Demand(
                requirements.whole("cpu", 1).orElse(1),
                requirements.whole("ram", 1).orElse(1),
                requirements.whole("gpus", 0).orElse(0),
                ports);
    }

    private static List<String> uris(Fields requirements) {
        return requirements.list("uris", (path, entry) -> {
            if (!entry.isTextual() || entry.textValue().chars().anyMatch(c -> c < ' ')) {
                throw Failure.invalid(path, "must be one line of text");
            }
            return entry.textValue();
        });
    }

    private static OptionalInt failurePolicy(Fields requirements) {
        return requirements.whole("failure_policy", 0).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private String executor(Fields requirements) {
        var executor = requirements.text("executor").orElse(offer.executors().getFirst());
        if (!offer.executors().contains(executor)) {
            throw Failure.invalid(
                    requirements.path("executor"),
                    "unknown executor %s; known: %s".formatted(executor, String.join(", ", offer.executors())));
        }
        return executor;
    }

    private static Submission.Wish volume(Fields volume) {
        var acl = volume.text("acl").orElse("rw");
        if (!acl.equals("rw") && !acl.equals("ro")) {
            throw Failure.invalid(volume.path("acl"), "must be rw or ro");
        }
        return new Submission.Wish(volume.requireText("name"), acl.equals("ro"));
    }

    private static int port(String path, JsonNode entry) {
        var port = Fields.whole(path, entry, 1);
        if (port > LARGEST_PORT) {
            throw Failure.invalid(path, "must be a port from 1 to " + LARGEST_PORT);
        }
        return port;
    }

    /** The number of a task, also as text: the command line sends both. */
    private static String parent(String path, JsonNode entry) {
        var id = entry.asText();
        if (!(entry.isTextual() || entry.isIntegralNumber()) || !id.matches("\\d{1,18}")) {
            throw Failure.invalid(path, "must be the number of a task");
        }
        return id;
    }

    private static String network(Fields requirements) {
        var network = requirements.text("network").orElse("public");
        if (!List.of("public", "user", "project").contains(network)) {
            throw Failure.invalid(requirements.path("network"), "must be public, user or project");
        }
        if (!network.equals("public")) {
            throw Failure.invalid(requirements.path("network"), "only public is offered here");
        }
        return network;
    }

    private static List<Long> parents(Fields requirements) {
        var parents = requirements.list("tasks", GoDockerSubmission::parent).stream()
                .map(Long::parseLong)
                .distinct()
                .toList();
        if (parents.size() > MOST_PARENTS) {
            throw Failure.invalid(requirements.path("tasks"), "more than %d tasks".formatted(MOST_PARENTS));
        }
        return parents;
    }

    private static Optional<ArrayRange> array(Fields array) {
        return array.textOrNumber("values")
                .map(
                        values -> ArrayRange.parse(values)
                                .orElseThrow(
                                        () -> Failure.invalid(
                                                array.path("values"),
                                                "must be N, start:end or start:end:step, with an end not before its start and a step of at least 1")));
    }

    /** Empty entries are nothing. */
    private List<String> labels(Fields requirements) {
        var labels = requirements.texts("label").stream()
                .filter(it -> !it.isBlank())
                .distinct()
                .toList();
        labels.stream().filter(it -> !offer.hasLabel(it)).findFirst().ifPresent(it -> {
            throw Failure.invalid(requirements.path("label"), "no label %s is configured".formatted(it));
        });
        return labels;
    }

    private Map<String, String> dynamicFields(Fields requirements) {
        var values = new LinkedHashMap<String, String>();
        for (var name : offer.dynamicFields()) {
            requirements.textOrNumber(name).ifPresent(value -> values.put(name, value));
        }
        var lifeSpan = values.get(LifeSpan.FIELD);
        if (lifeSpan != null && LifeSpan.parse(lifeSpan).isEmpty()) {
            throw Failure.invalid(
                    requirements.path(LifeSpan.FIELD), "must be a time such as 7d, 12h, 30s or a number of seconds");
        }
        return values;
    }

    private Needs needs(Fields command, Fields requirements) {
        var array = array(requirements.in("array"));
        var tmp = requirements.in("tmpstorage");
        var size = requirements.has("tmpstorage")
                ? Optional.of(tmp.requireTextOrNumber("size"))
                : Optional.<String>empty();
        return new Needs(
                labels(requirements),
                parents(requirements),
                requirements.list("ports", GoDockerSubmission::port).stream()
                        .distinct()
                        .toList(),
                network(requirements),
                size,
                size.map(it -> Sizes.bytes(tmp.path("size"), it)).orElse(0L),
                command.flag("interactive", false),
                array,
                Optional.empty(),
                dynamicFields(requirements));
    }
}
