package dev.slipway.backends;

/** The backends cannot start as they are set up; the message tells the operator why, and what to do. */
final class BadSetting extends RuntimeException {
    BadSetting(String sentence) {
        super(sentence);
    }
}
