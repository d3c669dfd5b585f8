package dev.slipway.auth.app;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An application token as stored. In clear: alone it opens nothing, and its owner is shown it again. */
@Entity
@Table(name = "app_token")
class AppTokenRow {
    @Id
    String token;

    String login;
    String name;

    @Column(name = "made_at")
    Instant madeAt;

    AppToken toToken() {
        return new AppToken(token, login, name, madeAt);
    }
}
