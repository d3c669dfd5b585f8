package dev.slipway.auth.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.auth.account.LimitsJson;
import dev.slipway.platform.failure.Failure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A project in our own API. */
@Schema(name = "Project")
record ProjectJson(
        @Schema(examples = "genomics") String id,
        String description,

        @Schema(description = "The login of who may change it; empty for none but administrators")
        String owner,

        @Schema(description = "Logins; empty for `default`, of which everybody is one")
        SortedSet<String> members,

        @Schema(description = "0 to 100") int priority,
        LimitsJson limits,
        List<VolumeJson> volumes,

        @Schema(description = "Raised by every change") long version,

        Instant created,
        Instant changed) {

    static ProjectJson of(Project project) {
        var terms = project.terms();
        return new ProjectJson(
                project.id().text(),
                terms.description(),
                terms.owner(),
                project.members(),
                terms.priority(),
                LimitsJson.of(terms.limits()),
                terms.volumes().stream().map(VolumeJson::of).toList(),
                project.version(),
                project.created(),
                project.changed());
    }

    /** A page of projects, by id. */
    @Schema(name = "ProjectPage")
    record Page(
            List<ProjectJson> projects,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "Give it as `after` to get the next page; absent on the last one")
            @Nullable
            String next) {
        /** From one project more than were asked for, if there is one more. */
        static Page of(List<Project> found, int limit) {
            var shown = found.subList(0, Math.min(limit, found.size()));
            var next = found.size() > limit ? shown.getLast().id().text() : null;
            return new Page(shown.stream().map(ProjectJson::of).toList(), next);
        }
    }

    /** A folder of the nodes. */
    @Schema(
            name = "ProjectVolume",
            requiredProperties = {"name", "path"})
    record VolumeJson(
            @Schema(examples = "data") @Nullable String name,

            @Schema(description = "Absolute path on the nodes", examples = "/srv/data") @Nullable
            String path,

            @Schema(description = "Absolute path in the container; as `path` when absent") @Nullable
            String mount,

            @Schema(defaultValue = "true") @JsonProperty("read_only") @Nullable
            Boolean readOnly) {
        static VolumeJson of(Volume volume) {
            return new VolumeJson(volume.name(), volume.path(), volume.mount(), volume.readOnly());
        }

        Volume toVolume() {
            if (name == null || path == null) {
                throw Failure.invalid(name == null ? "volumes.name" : "volumes.path", "missing");
            }
            return new Volume(name, path, mount == null ? path : mount, !Boolean.FALSE.equals(readOnly));
        }
    }

    /** A project to be made, or what is to change in one; what is absent is chosen, or stays as it is. */
    @Schema(name = "ProjectEdit")
    record Edit(
            @Schema(description = "Only when it is made") @Nullable
            String id,

            @Nullable String description,

            @Schema(description = "For administrators; who makes the project when absent") @Nullable
            String owner,

            @Schema(description = "All of them") @Nullable List<@Nullable String> members,

            @Schema(minimum = "0", maximum = "100") @Nullable
            Integer priority,

            @Nullable LimitsJson limits,

            @Schema(description = "For administrators; all of them") @Nullable
            List<@Nullable VolumeJson> volumes) {

        static Edit require(@Nullable Edit wire) {
            if (wire == null) {
                throw Failure.invalid("body", "missing");
            }
            return wire;
        }

        ProjectId newId() {
            if (id == null) {
                throw Failure.invalid("id", "missing");
            }
            return new ProjectId(id);
        }

        ProjectEdit toEdit() {
            return new ProjectEdit(
                    Optional.ofNullable(description),
                    Optional.ofNullable(owner),
                    Optional.ofNullable(members).map(it -> asSet("members", it)),
                    Optional.ofNullable(priority),
                    now -> limits == null ? now : limits.over(now),
                    Optional.ofNullable(volumes)
                            .map(it -> noNulls("volumes", it).stream()
                                    .map(VolumeJson::toVolume)
                                    .toList()));
        }

        private static Set<String> asSet(String field, List<@Nullable String> list) {
            return new HashSet<>(noNulls(field, list));
        }

        private static <T> List<T> noNulls(String field, List<@Nullable T> list) {
            if (list.stream().anyMatch(Objects::isNull)) {
                throw Failure.invalid(field, "null is none");
            }
            return list.stream().filter(Objects::nonNull).toList();
        }
    }
}
