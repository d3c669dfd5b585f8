package dev.slipway.auth.mail;

/** What one mail says; the subject is a single line. */
record Letter(String subject, String text, String html) {}
