package dev.slipway.auth.account;

/** The two numbers of an account that no other has. */
public enum UnixId {
    UID("uid"),
    GID("gid");

    private final String field;

    UnixId(String field) {
        this.field = field;
    }

    /** Its name on the wire and in the store. */
    String field() {
        return field;
    }
}
