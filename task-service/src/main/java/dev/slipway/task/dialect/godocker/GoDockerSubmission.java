package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Sizes;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a task somebody hands in. Whatever cannot be read is refused with the name of its member. */
final class GoDockerSubmission {
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

    /** A failure of the submission in the words of GO-Docker. */
    static Failure worded(Failure failure) {
        return failure.renamed(field -> switch (field) {
            case "owner" -> "user.id";
            case "project" -> "user.project";
            case "root" -> "container.root";
            case "image" -> "container.image";
            case "script" -> "command.cmd";
            case "after" -> "requirements.tasks";
            case "array" -> "requirements.array.values";
            default -> field.startsWith("fields.") ? "requirements" + field.substring("fields".length()) : field;
        });
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
        return Wording.image(container.path("image"), container.requireText("image"));
    }

    private static String script(Fields command) {
        return command.flag("interactive", false) ? command.text("cmd").orElse("") : command.requireText("cmd");
    }

    private Demand demand(Fields requirements, int ports) {
        return new Demand(
                requirements.whole("cpu", 1).orElse(offer.cpus()),
                requirements.whole("ram", 1).orElse(offer.ramGb()),
                requirements.whole("gpus", 0).orElse(0),
                ports);
    }

    private static List<String> uris(Fields requirements) {
        return requirements.list("uris", (path, entry) -> {
            if (!entry.isTextual()) {
                throw Failure.invalid(path, "must be one line of text");
            }
            return Wording.line(path, entry.textValue());
        });
    }

    private static OptionalInt failurePolicy(Fields requirements) {
        return requirements.whole("failure_policy", 0).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private String executor(Fields requirements) {
        return Wording.executor(requirements.path("executor"), requirements.text("executor"), offer);
    }

    private static Submission.Wish volume(Fields volume) {
        var acl = volume.text("acl").orElse("rw");
        if (!acl.equals("rw") && !acl.equals("ro")) {
            throw Failure.invalid(volume.path("acl"), "must be rw or ro");
        }
        return new Submission.Wish(volume.requireText("name"), acl.equals("ro"));
    }

    private static int port(String path, JsonNode entry) {
        return Wording.port(path, Fields.whole(path, entry, 1));
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
        return Wording.parents(
                requirements.path("tasks"),
                requirements.list("tasks", GoDockerSubmission::parent).stream()
                        .map(Long::parseLong)
                        .toList());
    }

    private static Optional<ArrayRange> array(Fields array) {
        return array.textOrNumber("values").map(values -> Wording.array(array.path("values"), values));
    }

    private Map<String, String> dynamicFields(Fields requirements) {
        var values = new LinkedHashMap<String, String>();
        for (var name : offer.dynamicFields()) {
            requirements.textOrNumber(name).ifPresent(value -> values.put(name, value));
        }
        return Wording.fields(requirements.path(LifeSpan.FIELD), values);
    }

    private Needs needs(Fields command, Fields requirements) {
        var array = array(requirements.in("array"));
        var tmp = requirements.in("tmpstorage");
        var size = requirements.has("tmpstorage")
                ? Optional.of(tmp.requireTextOrNumber("size"))
                : Optional.<String>empty();
        return new Needs(
                Wording.labels(requirements.path("label"), requirements.texts("label"), offer),
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
