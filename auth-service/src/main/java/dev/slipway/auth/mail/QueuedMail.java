package dev.slipway.auth.mail;

import java.util.Map;
import java.util.Optional;

/**
 * A mail whose turn has come.
 *
 * @param address where it goes, empty when the account is gone or has none
 * @param tries how often it was tried before
 */
record QueuedMail(String id, Optional<String> address, String template, Map<String, String> data, int tries) {}
