package dev.slipway.task.task;

import dev.slipway.task.task.Script.Apart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a script is.
 *
 * @param text all of it, where it is small enough to travel with its task and is text; it has to be kept apart where this is empty
 */
public record ScriptContent(String sha256, long size, boolean direct, Optional<String> text) {
    /** In the worst case six times as long in JSON, and an event takes four mebibytes. */
    private static final int LARGEST_TEXT = 256 * 1024;

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final byte[] INTERPRETER = {'#', '!'};

    static ScriptContent read(Scripts.Source source) throws IOException {
        try (var in = new DigestInputStream(source.open(), digest())) {
            var head = in.readNBytes(LARGEST_TEXT + 1);
            var size = head.length + rest(in);
            return new ScriptContent(
                    HexFormat.of().formatHex(in.getMessageDigest().digest()),
                    size,
                    beginsWith(head, INTERPRETER) || beginsWith(head, ELF),
                    head.length > LARGEST_TEXT ? Optional.empty() : text(head));
        }
    }

    /** As it is named where it is kept apart. */
    public Apart apart() {
        return new Apart(sha256, size, direct);
    }

    private static long rest(DigestInputStream in) throws IOException {
        var buffer = new byte[8192];
        long rest = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            rest += count;
        }
        return rest;
    }

    private static boolean beginsWith(byte[] head, byte[] sign) {
        return head.length >= sign.length && Arrays.equals(head, 0, sign.length, sign, 0, sign.length);
    }

    /** The store takes no text with a zero in it. */
    private static Optional<String> text(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 && !beginsWith(bytes, ELF) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
