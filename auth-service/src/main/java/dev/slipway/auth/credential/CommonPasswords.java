package dev.slipway.auth.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Passwords that are tried first: frequent words doubled or with years and counts, walks over the keyboard, sayings. */
final class CommonPasswords {
    private static final int FEW_CHARACTERS = 5;
    private static final Set<String> FOLDED = read();

    private CommonPasswords() {}

    /** Whether it is one of them, in whatever case and also with the usual digits in place of letters. */
    static boolean contains(String password) {
        return password.codePoints().distinct().count() < FEW_CHARACTERS || FOLDED.contains(fold(password));
    }

    /** {@code P4$$w0rd} is {@code password}. */
    private static String fold(String text) {
        var folded = new StringBuilder(text.length());
        text.toLowerCase(Locale.ROOT).chars().forEach(it -> folded.append(plain((char) it)));
        return folded.toString();
    }

    private static char plain(char it) {
        return switch (it) {
            case '0' -> 'o';
            case '1', '!', '|' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> it;
        };
    }

    private static Set<String> read() {
        try (var list = Objects.requireNonNull(CommonPasswords.class.getResourceAsStream("/passwords/common.txt"))) {
            var words = new HashSet<String>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(it -> words.add(fold(it)));
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
