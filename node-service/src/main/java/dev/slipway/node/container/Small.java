package dev.slipway.node.container;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A file and all of it. */
record Small(String path, int size, String base64) {
    static Small of(String path, byte[] bytes) {
        return new Small(path, bytes.length, Base64.getEncoder().encodeToString(bytes));
    }

    static Small of(String path, String text) {
        return of(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
