package dev.slipway.auth.token;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A login at the web page: all refresh tokens that followed each other. */
@Entity
@Table(name = "session")
class SessionRow {
    @Id
    String family;

    String login;
    long version;
    Instant begun;
    Instant expires;
}
