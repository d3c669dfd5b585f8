package dev.slipway.task.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.Needs;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Sizes;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.Wording;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A task that is asked for. A member with a misspelt name is refused, not passed over: the task would not be what was meant. */
@Schema(
        name = "NewTask",
        requiredProperties = {"image", "script"})
record NewTaskJson(
        @Schema(description = "The image's name when absent", examples = "hello") @Nullable
        String name,

        @Nullable String description,
        @Nullable List<String> tags,

        @Schema(description = "For administrators: the account it is for") @Nullable
        String owner,

        @Schema(description = "The project it is counted on", defaultValue = "default") @Nullable
        String project,

        @Schema(examples = "busybox:1.36") @Nullable String image,

        @Schema(
                description = "Text of the script; /bin/sh runs it unless it begins with #!. May be absent for an"
                        + " interactive task",
                examples = "echo hello")
        @Nullable
        String script,

        @Schema(minimum = "1", description = "As `/config` says unless it is given") @Nullable
        Integer cpus,

        @Schema(minimum = "1", description = "Memory in GiB; as `/config` says unless it is given")
        @JsonProperty("ram_gb")
        @Nullable
        Integer ramGb,

        @Schema(minimum = "0", defaultValue = "0") @Nullable Integer gpus,

        @Schema(description = "Size of the scratch space at /tmp-data, such as 10G") @JsonProperty("tmp_size") @Nullable
        String tmpSize,

        @Nullable List<VolumeJson> volumes,

        @Schema(description = "Written one per line into godocker-uris.txt beside its script") @Nullable
        List<String> uris,

        @Schema(description = "name==value, which its node must have") @Nullable
        List<String> labels,

        @Schema(description = "Tasks that must be over before it starts") @Nullable
        List<Long> after,

        @Schema(description = "Makes it an array: N, start:end or start:end:step", examples = "1:100") @Nullable
        String array,

        @Schema(description = "Ports of the container that are to be reached") @Nullable
        List<Integer> ports,

        @Schema(description = "Whether it stays up for its owner to log in", defaultValue = "false") @Nullable
        Boolean interactive,

        @Schema(description = "Whether it runs as root, where that is allowed", defaultValue = "false") @Nullable
        Boolean root,

        @Schema(description = "Whether its owner gets mail about it", defaultValue = "false")
        @Nullable
        @JsonProperty("notify")
        Boolean mail,

        @Schema(description = "New attempts after it was lost", minimum = "0") @Nullable
        Integer retries,

        @Nullable String executor,

        @Schema(description = "Dynamic fields, such as maxlifespan") @Nullable
        Map<String, String> fields,

        @Schema(description = "Whether it waits for its release before the scheduler sees it", defaultValue = "false")
        @Nullable
        Boolean held,

        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> unknown) {

    /** A shared folder. */
    @Schema(name = "TaskVolume")
    record VolumeJson(
            @Schema(examples = "home") @Nullable String name,

            @JsonProperty("read_only") @Schema(defaultValue = "false") @Nullable
            Boolean readOnly) {}

    static Submission toSubmission(@Nullable NewTaskJson wire, Offer offer) {
        if (wire == null) {
            throw Failure.invalid("body", "missing");
        }
        if (wire.unknown != null && !wire.unknown.isEmpty()) {
            throw Failure.invalid(wire.unknown.keySet().iterator().next(), "is not known here");
        }
        return new Submission(
                Optional.ofNullable(wire.owner),
                Boolean.TRUE.equals(wire.held),
                wire.toSpec(offer),
                each("volumes", wire.volumes).stream().map(NewTaskJson::wish).toList());
    }

    private TaskSpec toSpec(Offer offer) {
        var needs = toNeeds(offer);
        var wanted = Wording.image("image", required("image", image));
        return new TaskSpec(
                name == null || name.isBlank() ? wanted : Wording.line("name", name),
                text("description", description),
                texts("tags", tags, it -> Wording.text("tags", it)),
                project == null ? "default" : Wording.text("project", project),
                wanted,
                needs.interactive() ? text("script", script) : required("script", script),
                Boolean.TRUE.equals(root),
                true,
                new Demand(
                        least("cpus", cpus == null ? offer.cpus() : cpus, 1),
                        least("ram_gb", ramGb == null ? offer.ramGb() : ramGb, 1),
                        least("gpus", gpus, 0),
                        needs.doors().size()),
                List.of(),
                texts("uris", uris, it -> Wording.line("uris", it)),
                retries == null ? OptionalInt.empty() : OptionalInt.of(least("retries", retries, 0)),
                Wording.executor("executor", Optional.ofNullable(executor), offer),
                Boolean.TRUE.equals(mail),
                needs);
    }

    private Needs toNeeds(Offer offer) {
        return new Needs(
                Wording.labels("labels", each("labels", labels), offer),
                Wording.parents("after", each("after", after)),
                each("ports", ports).stream()
                        .map(it -> Wording.port("ports", it))
                        .distinct()
                        .toList(),
                "public",
                Optional.ofNullable(tmpSize),
                tmpSize == null ? 0 : Sizes.bytes("tmp_size", tmpSize),
                Boolean.TRUE.equals(interactive),
                Optional.ofNullable(array).map(it -> Wording.array("array", it)),
                Optional.empty(),
                toFields(offer));
    }

    private Map<String, String> toFields(Offer offer) {
        if (fields == null) {
            return Map.of();
        }
        fields.forEach((field, value) -> {
            if (!offer.dynamicFields().contains(field)) {
                throw Failure.invalid("fields." + field, "is not one that is offered here");
            }
            if (value == null) {
                throw Failure.invalid("fields." + field, "must be text");
            }
            Wording.text("fields." + field, value);
        });
        return Wording.fields("fields." + LifeSpan.FIELD, fields);
    }

    private static Submission.Wish wish(VolumeJson volume) {
        return new Submission.Wish(required("volumes.name", volume.name), Boolean.TRUE.equals(volume.readOnly));
    }

    private static String required(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw Failure.invalid(field, "is needed and must not be empty");
        }
        return Wording.text(field, text);
    }

    private static String text(String field, @Nullable String text) {
        return text == null ? "" : Wording.text(field, text);
    }

    private static int least(String field, @Nullable Integer value, int least) {
        var given = value == null ? least : value;
        if (given < least) {
            throw Failure.invalid(field, "must be a whole number of at least " + least);
        }
        return given;
    }

    private static List<String> texts(String field, @Nullable List<String> given, UnaryOperator<String> check) {
        return each(field, given).stream().map(check).toList();
    }

    /** A null in a list is nothing anybody meant. */
    private static <T> List<T> each(String field, @Nullable List<T> given) {
        if (given == null) {
            return List.of();
        }
        if (given.stream().anyMatch(it -> it == null)) {
            throw Failure.invalid(field, "must not have null in it");
        }
        return given;
    }
}
