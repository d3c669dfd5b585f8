package dev.slipway.storage.log;

import dev.slipway.storage.object.TaskId;

/** One stream of one attempt of a task. */
record LogId(TaskId task, int attempt, LogStream stream) {
    /** Below it are the chunks of this stream. */
    String prefix() {
        return prefix(task, attempt) + stream + "/";
    }

    /** Below it are all chunks of an attempt. */
    static String prefix(TaskId task, int attempt) {
        return "tasks/%s/%d/logs/".formatted(task, attempt);
    }

    /** The key of the chunk that begins at an offset: in the order of the offsets. */
    String key(long offset) {
        return prefix() + "%016d".formatted(offset);
    }
}
