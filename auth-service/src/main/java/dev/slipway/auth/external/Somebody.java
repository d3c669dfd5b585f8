package dev.slipway.auth.external;

import java.util.Optional;

/**
 * Whom a provider vouches for.
 *
 * @param email only one that the provider has verified
 * @param name what the provider calls him; only ever shown
 */
record Somebody(String issuer, String subject, Optional<String> email, String name) {}
