package dev.slipway.auth.account;

import dev.slipway.auth.credential.ApiKey;

/** An account and the key it has just been given. */
public record IssuedKey(Account account, ApiKey key) {}
