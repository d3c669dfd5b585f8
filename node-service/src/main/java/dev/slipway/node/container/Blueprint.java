package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerPlan;
import dev.slipway.node.engine.ContainerPlan.Bind;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an attempt asks for, as a plan for the engine: the runtime contract of a job. */
final class Blueprint {
    /** Where a job finds its directory. */
    static final String MOUNT = "/mnt/go-docker";

    /** The port that leads to a shell: this node answers there, not the container. */
    static final int SHELL = 22;
    /** Where temporary storage is. */
    private static final String TMP = "/tmp-data";
    /** The script first; then it stays until it is told to end. */
    private static final String STAY = "trap 'exit 143' TERM; \"$@\"; while :; do sleep 3600 & wait $!; done";

    private static final long NANO = 1_000_000_000;

    private Blueprint() {}

    /**
     * The plan.
     *
     * @param mounts those of the spec whose folders exist
     * @param processors what this machine has: engines refuse a limit above it
     */
    static ContainerPlan of(
            String engineName,
            Container container,
            ContainerSpec spec,
            JobDirectory job,
            List<Mount> mounts,
            Map<String, String> labels,
            int processors,
            long pids) {
        return new ContainerPlan(
                engineName,
                spec.image(),
                entryPoint(spec),
                MOUNT,
                user(spec),
                spec.root() ? List.of() : spec.groups(),
                environment(container, spec, mounts),
                NANO * Math.clamp(spec.cpus(), 1, processors),
                spec.memoryBytes(),
                pids,
                spec.gpus(),
                container.given(),
                !spec.root(),
                binds(spec, job, mounts),
                labels,
                spec.ports().stream()
                        .filter(it -> !(spec.interactive() && it.container() == SHELL))
                        .map(it -> new ContainerPlan.Port(it.host(), it.container()))
                        .toList());
    }

    /** Whose rights its processes have. */
    static String user(ContainerSpec spec) {
        return spec.root() ? "0:0" : spec.uid() + ":" + spec.gid();
    }

    /** The script, and for who wants to log in what keeps the container up behind it. */
    static List<String> entryPoint(ContainerSpec spec) {
        var script = MOUNT + "/" + spec.scriptName();
        var run = spec.runsAsItIs() ? List.of(script) : List.of("/bin/sh", script);
        if (!spec.interactive()) {
            return run;
        }
        var stay = new ArrayList<>(List.of("/bin/sh", "-c", STAY, "sh"));
        stay.addAll(run);
        return stay;
    }

    /** Where the process is at home. */
    static String home(List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> mount.name().equals("home"))
                .map(Mount::mount)
                .findFirst()
                .orElse(MOUNT);
    }

    /** What the spec says; where it is silent, what every job may rely on. */
    private static Map<String, String> environment(Container container, ContainerSpec spec, List<Mount> mounts) {
        var environment = new HashMap<String, String>();
        if (container.owner().isTask()) {
            environment.put("GODOCKER_JID", container.owner().id());
            environment.put("GODOCKER_PWD", MOUNT);
            environment.put("GODOCKER_HOME", home(mounts));
            environment.put("GODOCKER_DATA", "/mnt/god-data");
        }
        if (!spec.root()) {
            environment.put("USER", spec.login());
            environment.put("LOGNAME", spec.login());
        }
        environment.putAll(spec.environment());
        return environment;
    }

    private static List<Bind> binds(ContainerSpec spec, JobDirectory job, List<Mount> mounts) {
        var binds = new ArrayList<Bind>();
        binds.add(new Bind(job.task().toString(), MOUNT, false));
        if (!spec.root()) {
            binds.add(new Bind(job.passwd().toString(), "/etc/passwd", true));
            binds.add(new Bind(job.group().toString(), "/etc/group", true));
        }
        if (spec.output()) {
            binds.add(new Bind(job.output().toString(), ContainerSpec.OUTPUT, false));
        }
        if (spec.tmpBytes() > 0) {
            binds.add(new Bind(job.tmp().toString(), TMP, false));
        }
        mounts.forEach(it -> binds.add(new Bind(it.path(), it.mount(), it.readOnly())));
        return binds;
    }
}
