package dev.slipway.platform.contract;

/**
 * What a container runs for.
 *
 * @param kind {@code task} or {@code runner}
 * @param id the number of the task or the id of the runner
 * @param account the login of who asked for it
 * @param project the project it is counted on
 */
public record Owner(String kind, String id, String account, String project) {
    /** The kind of a container that runs one attempt of a task. */
    public static final String TASK = "task";

    /** The owner of one task's attempts. */
    public static Owner task(long id, String account, String project) {
        return new Owner(TASK, Long.toString(id), account, project);
    }

    /** Whether a task owns the container. */
    public boolean isTask() {
        return TASK.equals(kind);
    }

    /** The record key of everything told about this owner. */
    public String key() {
        return kind + "-" + id;
    }
}
