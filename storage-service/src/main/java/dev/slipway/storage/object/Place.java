package dev.slipway.storage.object;

import java.util.Optional;

/**
 * Where the files of a task are now: those of its newest attempt.
 *
 * @param node who runs the attempt, where that is known
 */
public record Place(TaskId task, String owner, String project, int attempt, Optional<String> node, Stage stage) {
    /** How far the attempt is, as far as its files go. */
    public enum Stage {
        /** It may run: its files are on the node. */
        LIVE,
        /** It is over and no manifest was or will be made. */
        OVER,
        /** All its files are in the store, named by its manifest. */
        KEPT,
        /** Its files were given up, and none will ever be told of again. */
        GONE
    }

    /** An attempt that may run. */
    public static Place live(TaskId task, String owner, String project, int attempt, Optional<String> node) {
        return new Place(task, owner, project, attempt, node, Stage.LIVE);
    }

    /** The same with nothing more to come. */
    Place over() {
        return new Place(task, owner, project, attempt, node, Stage.OVER);
    }

    /** The same with everything in the store. */
    Place kept() {
        return new Place(task, owner, project, attempt, node, Stage.KEPT);
    }

    /** A task whose files were given up: newer than any attempt there can be. */
    static Place gone(TaskId task, String owner) {
        return new Place(task, owner, "", Integer.MAX_VALUE, Optional.empty(), Stage.GONE);
    }

    public boolean isGone() {
        return stage == Stage.GONE;
    }

    public boolean isKept() {
        return stage == Stage.KEPT;
    }

    /** Whether no more bytes will come. */
    public boolean isEnded() {
        return stage != Stage.LIVE;
    }
}
