package dev.slipway.auth.token;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A refresh token as stored: nobody can read it back. */
@Entity
@Table(name = "refresh_token")
class RefreshRow {
    @Id
    String hash;

    String family;
    boolean used;
}
