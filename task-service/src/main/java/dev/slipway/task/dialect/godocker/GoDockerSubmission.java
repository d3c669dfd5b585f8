package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads a task somebody hands in. What the suite cannot do yet is refused, never dropped in silence. */
final class GoDockerSubmission {
    private static final Pattern IMAGE = Pattern.compile("[\\p{Alnum}._/:@+-]{1,512}");
    private static final Pattern ARRAY = Pattern.compile("\\d{1,9}(:\\d{1,9}(:\\d{1,9})?)?");
    private static final int LARGEST_PORT = 65535;

    private final List<String> executors;

    GoDockerSubmission(List<String> executors) {
        this.executors = executors;
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
        var spec = new TaskSpec(
                meta.requireText("name"),
                meta.text("description").orElse(""),
                meta.texts("tags"),
                task.in("user").text("project").orElse("default"),
                image(container),
                script(task.in("command")),
                container.flag("root", false),
                container.flag("network", true),
                demand(requirements),
                List.of(),
                uris(requirements),
                failurePolicy(requirements),
                executor(requirements),
                task.in("notify").flag("email", false));
        refuseWhatIsMissing(task.in("command"), requirements);
        return spec;
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

    private static Demand demand(Fields requirements) {
        return new Demand(
                requirements.whole("cpu", 1).orElse(1),
                requirements.whole("ram", 1).orElse(1),
                requirements.whole("gpus", 0).orElse(0));
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
        var executor = requirements.text("executor").orElse(executors.getFirst());
        if (!executors.contains(executor)) {
            throw Failure.invalid(
                    requirements.path("executor"),
                    "unknown executor %s; known: %s".formatted(executor, String.join(", ", executors)));
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

    /** First what is wrong in any case, then what is right and not built. */
    private static void refuseWhatIsMissing(Fields command, Fields requirements) {
        var array = array(requirements.in("array"));
        labels(requirements);
        var ports = requirements.list("ports", GoDockerSubmission::port);
        var parents = requirements.list("tasks", GoDockerSubmission::parent);
        var network = network(requirements);
        notBuiltIf(command.flag("interactive", false), command.path("interactive"), "interactive tasks are");
        notBuiltIf(array.isPresent(), requirements.path("array.values"), "arrays of tasks are");
        notBuiltIf(!parents.isEmpty(), requirements.path("tasks"), "dependencies are");
        notBuiltIf(!ports.isEmpty(), requirements.path("ports"), "open ports are");
        notBuiltIf(!network.equals("public"), requirements.path("network"), "other networks than public are");
        notBuiltIf(requirements.whole("gpus", 0).orElse(0) > 0, requirements.path("gpus"), "gpus are");
        notBuiltIf(requirements.has("tmpstorage"), requirements.path("tmpstorage"), "temporary storage is");
        notBuiltIf(requirements.has("maxlifespan"), requirements.path("maxlifespan"), "life spans are");
    }

    private static Optional<String> array(Fields array) {
        var values = array.textOrNumber("values");
        values.filter(it -> !ARRAY.matcher(it).matches()).ifPresent(_ -> {
            throw Failure.invalid(array.path("values"), "must be N, start:end or start:end:step");
        });
        return values;
    }

    /** No label is configured, so none can be met; empty entries are nothing. */
    private static void labels(Fields requirements) {
        requirements.texts("label").stream()
                .filter(it -> !it.isBlank())
                .findFirst()
                .ifPresent(it -> {
                    throw Failure.invalid(requirements.path("label"), "no label %s is configured".formatted(it));
                });
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
        return network;
    }

    private static void notBuiltIf(boolean asked, String field, String what) {
        if (asked) {
            throw new Failure(Kind.NOT_BUILT, "not_built", "%s: %s not built yet".formatted(field, what));
        }
    }
}
