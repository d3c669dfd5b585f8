package dev.slipway.auth.credential;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A key as stored: readable only with the master key. */
@Entity
@Table(name = "api_key")
class ApiKeyRow {
    @Id
    String login;

    byte[] hash;
    byte[] sealed;
}
