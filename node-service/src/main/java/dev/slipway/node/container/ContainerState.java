package dev.slipway.node.container;

/** Where a container stands. It moves forward only; each step is durable before it is told. */
public sealed interface ContainerState {
    /** Its command is kept; it may have been created, and may have run for a moment. */
    record Accepted() implements ContainerState {}

    /** Its process was started. */
    record Running(String engineId) implements ContainerState {}

    /** Its process has ended; its files are not kept yet. */
    record Exited(End end) implements ContainerState {}

    /** All it left is kept. */
    record Collected(End end) implements ContainerState {}

    /** It never ran and never will. */
    record Failed(String reason) implements ContainerState {}

    /** It ran, is gone, and how it ended cannot be known. */
    record Lost(String reason) implements ContainerState {}

    /** Whether its last word is said: what is left is to send it and to remove the container. */
    default boolean isFinal() {
        return switch (this) {
            case Accepted _, Running _, Exited _ -> false;
            case Collected _, Failed _, Lost _ -> true;
        };
    }

    /** One word for logs. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
