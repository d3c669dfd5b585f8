package dev.slipway.auth.dialect.godocker;

import dev.slipway.auth.project.Project;
import dev.slipway.auth.project.ProjectEdit;
import dev.slipway.auth.project.ProjectId;
import dev.slipway.auth.project.Volume;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.failure.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Between GO-Docker's words for projects and ours. */
final class GoDockerProjectMapper {
    private GoDockerProjectMapper() {}

    static GoDockerProject toWire(Project project) {
        var terms = project.terms();
        return new GoDockerProject(
                project.id().text(),
                terms.description(),
                terms.owner(),
                terms.priority(),
                List.copyOf(project.members()),
                terms.limits().seconds(),
                terms.limits().cpus(),
                terms.limits().ramGb(),
                terms.limits().gpus(),
                terms.volumes().stream()
                        .map(it -> new GoDockerProject.Volume(
                                it.name(), it.path(), it.mount(), it.readOnly() ? "ro" : "rw"))
                        .toList());
    }

    static List<GoDockerProject> toWire(List<Project> projects) {
        return projects.stream().map(GoDockerProjectMapper::toWire).toList();
    }

    static ProjectId newId(GoDockerProject wire) {
        if (wire.id() == null) {
            throw Failure.invalid("id", "missing");
        }
        return new ProjectId(wire.id());
    }

    static ProjectEdit toEdit(GoDockerProject wire) {
        return new ProjectEdit(
                Optional.ofNullable(wire.description()),
                Optional.ofNullable(wire.owner()),
                Optional.ofNullable(wire.members()).map(GoDockerProjectMapper::toMembers),
                Optional.ofNullable(wire.prio()).map(prio -> GoDockerMapper.priority("prio", prio)),
                now -> over(now, wire),
                Optional.ofNullable(wire.volumes())
                        .map(list -> list.stream()
                                .map(GoDockerProjectMapper::toVolume)
                                .toList()));
    }

    private static Limits over(Limits now, GoDockerProject wire) {
        return GoDockerMapper.over(now, "", wire.quotaTime(), wire.quotaCpu(), wire.quotaRam(), wire.quotaGpu());
    }

    private static Set<String> toMembers(List<@Nullable String> logins) {
        var members = new HashSet<String>();
        for (var login : logins) {
            if (login == null) {
                throw Failure.invalid("members", "null is no login");
            }
            members.add(login);
        }
        return members;
    }

    private static Volume toVolume(GoDockerProject.@Nullable Volume wire) {
        if (wire == null || wire.name() == null || wire.path() == null) {
            throw Failure.invalid("volumes", "each needs a name and a path");
        }
        return new Volume(
                wire.name(),
                wire.path(),
                wire.mount() == null || wire.mount().isEmpty() ? wire.path() : wire.mount(),
                readOnly(wire.acl()));
    }

    private static boolean readOnly(@Nullable String acl) {
        return switch (acl) {
            case "ro" -> true;
            case "rw" -> false;
            case null -> true;
            default -> throw Failure.invalid("volumes.acl", "ro or rw");
        };
    }
}
