package dev.slipway.auth.credential;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What an account proves itself with. New ones are 32 characters {@code A-Z0-9}; the 10 of old GO-Docker keys stay good. */
public record ApiKey(String text) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{10,128}");

    public ApiKey {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("An API key has 10 to 128 characters A-Z a-z 0-9 _ -");
        }
    }

    /** A new one; {@code random} must be a cryptographic source. */
    public static ApiKey fresh(RandomGenerator random) {
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ApiKey(text.toString());
    }

    /** Never the key: this is what would end up in a log. */
    @Override
    public String toString() {
        return "ApiKey[…]";
    }
}
