package dev.slipway.task.usage;

import java.util.Map;

/** What accounts and projects used, where old use counts less. Who is not named used nothing. */
public record Shares(Map<String, Share> owners, Map<String, Share> projects) {
    public Shares {
        owners = Map.copyOf(owners);
        projects = Map.copyOf(projects);
    }

    public Share ofOwner(String login) {
        return owners.getOrDefault(login, Share.NONE);
    }

    /** Since its last mark only. */
    public Share ofProject(String project) {
        return projects.getOrDefault(project, Share.NONE);
    }

    /**
     * The members of {@link Use} as they count today.
     *
     * @param seconds wall seconds, not multiplied by processors
     */
    public record Share(double cpus, double ramGb, double gpus, double seconds) {
        static final Share NONE = new Share(0, 0, 0, 0);
    }
}
