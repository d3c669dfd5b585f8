package dev.slipway.auth.credential;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which key the settings gave an account last. */
@Entity
@Table(name = "configured_key")
class ConfiguredKeyRow {
    @Id
    String login;

    byte[] hash;
}
