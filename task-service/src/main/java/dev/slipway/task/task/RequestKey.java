package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request by the name its sender gave it, so that the same request sent again makes nothing new.
 *
 * @param text the name, as in the header {@value #HEADER}
 * @param digest what was asked for, in hexadecimal: the same name for something else is a mistake
 */
public record RequestKey(String text, String digest) {
    /** The header it travels in, in every dialect. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /**
     * The key of a request.
     *
     * @param header empty where the sender named none
     * @param parts all that makes one request differ from another, in an order that is always the same
     * @throws Failure INVALID when the header is no key
     */
    public static Optional<RequestKey> of(Optional<String> header, List<byte[]> parts) {
        return header.map(text -> {
            if (!FORM.matcher(text).matches()) {
                throw Failure.invalid(HEADER, "must have 1 to 255 visible ASCII characters");
            }
            return new RequestKey(text, digest(parts));
        });
    }

    /** {@link #of(Optional, List)} for texts. */
    public static Optional<RequestKey> ofTexts(Optional<String> header, List<String> parts) {
        return of(
                header,
                parts.stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /** Each part with its length, so that no two lists of parts run together into the same bytes. */
    private static String digest(List<byte[]> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
