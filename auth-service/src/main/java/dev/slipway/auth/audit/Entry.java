package dev.slipway.auth.audit;

import java.time.Instant;

/**
 * One line of the audit.
 *
 * @param id grows with each entry
 * @param actor the login of who did it, empty for somebody unknown, {@code slipway} for the service itself
 * @param address from where, empty when nobody asked from anywhere
 * @param action such as {@code account.disable}
 * @param subject what it was done to: a login, or {@code project/} and its id
 * @param detail in words, which fields became what; no secrets
 */
public record Entry(long id, Instant at, String actor, String address, String action, String subject, String detail) {}
