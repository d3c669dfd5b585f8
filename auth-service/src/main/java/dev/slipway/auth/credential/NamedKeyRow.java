package dev.slipway.auth.credential;

import dev.slipway.platform.identity.Scope;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A named key as stored: nobody can read the key back. */
@Entity
@Table(name = "named_key")
class NamedKeyRow {
    @Id
    String id;

    String login;
    String name;
    String scope;
    byte[] hash;

    @jakarta.persistence.Column(name = "made_at")
    Instant madeAt;

    @Nullable
    Instant expires;

    NamedKey toKey() {
        return new NamedKey(id, login, name, Scope.of(scope).orElseThrow(), madeAt, Optional.ofNullable(expires));
    }
}
