package dev.slipway.storage.object;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The keys of files in the store. */
final class ObjectKeys {
    /** S3 keys have at most 1024 bytes. */
    private static final int MOST_BYTES = 900;

    private ObjectKeys() {}

    /** {@code tasks/42/1/files/sub/a.txt}; a path too long for a key is named by its digest. */
    static String ofFile(TaskId task, int attempt, String path) {
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MOST_BYTES
                ? "tasks/%s/%d/files/%s".formatted(task, attempt, path)
                : "tasks/%s/%d/long/%s".formatted(task, attempt, digest(bytes));
    }

    /** What all keys of a task begin with, those of its logs too. */
    static String ofTask(TaskId task) {
        return "tasks/%s/".formatted(task);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has it", e);
        }
    }
}
