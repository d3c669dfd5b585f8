package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of an SSH public key as {@code authorized_keys} takes it: type, base64, comment. It is written into such files, so
 * nothing else gets in: no options before it, no second line.
 */
final class SshKey {
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9@.-]{1,64}) ([A-Za-z0-9+/]{16,16384}={0,2})( [ -~]{0,200})?");
    private static final List<String> TYPES = List.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private SshKey() {}

    /** Throws INVALID, naming {@code public_keys}, for what is no public key. */
    static void check(String line) {
        var parts = FORM.matcher(line);
        if (!parts.matches() || !TYPES.contains(parts.group(1)) || !namesItsType(parts.group(1), parts.group(2))) {
            throw Failure.invalid("public_keys", "not a line like 'ssh-ed25519 AAAA… name'");
        }
    }

    /** The encoded key begins with its type again, after four bytes that tell how long that is. */
    private static boolean namesItsType(String type, String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            return bytes.length > 4 + type.length()
                    && new String(bytes, 4, type.length(), StandardCharsets.US_ASCII).equals(type);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
