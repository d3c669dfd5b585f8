package dev.slipway.gateway.route;

/** Who answers a path. */
public enum Service {
    AUTH,
    TASK,
    RUNNER,
    NODE,
    STORAGE,
    /** We ourselves. */
    GATEWAY;

    /** Its name among processes, such as {@code task-service}. */
    public String title() {
        return switch (this) {
            case AUTH -> "auth-service";
            case TASK -> "task-service";
            case RUNNER -> "runner-service";
            case NODE -> "node-service";
            case STORAGE -> "storage-service";
            case GATEWAY -> "gateway";
        };
    }
}
