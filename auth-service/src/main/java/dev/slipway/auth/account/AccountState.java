package dev.slipway.auth.account;

import java.util.Locale;

/** Whether an account may do anything. One that is being deleted is no account any more: see {@link Tombstone}. */
public enum AccountState {
    /** Registered itself; an administrator has not said yes yet. */
    PENDING,
    ACTIVE,
    DISABLED;

    /** Its name on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
