package dev.slipway.auth.credential;

/** A password of an account that keeps the rules, hashed and ready to be kept. */
public record PasswordHash(String login, String phc) {
    /** Never the hash: this is what would end up in a log. */
    @Override
    public String toString() {
        return "PasswordHash[" + login + "]";
    }
}
