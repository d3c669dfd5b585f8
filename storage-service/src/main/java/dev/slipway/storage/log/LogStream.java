package dev.slipway.storage.log;

import dev.slipway.platform.failure.Failure;
import dev.slipway.storage.object.FilePath;

/** The two streams of a task, and the file each becomes. */
public enum LogStream {
    STDOUT("stdout", "god.log"),
    STDERR("stderr", "god.err");

    private final String word;
    private final String file;

    LogStream(String word, String file) {
        this.word = word;
        this.file = file;
    }

    /** Reads {@code stdout} or {@code stderr}; INVALID, naming {@code stream}, for anything else. */
    public static LogStream of(String word) {
        for (var stream : values()) {
            if (stream.word.equals(word)) {
                return stream;
            }
        }
        throw Failure.invalid("stream", "not stdout or stderr");
    }

    /** Where it is once the task is kept. */
    FilePath file() {
        return new FilePath(file);
    }

    @Override
    public String toString() {
        return word;
    }
}
