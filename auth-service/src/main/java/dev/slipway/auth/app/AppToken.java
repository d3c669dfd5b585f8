package dev.slipway.auth.app;

import java.time.Instant;

/** What an account gave an application. */
public record AppToken(String token, String login, String name, Instant madeAt) {}
