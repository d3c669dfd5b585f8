package dev.slipway.auth.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A deleted account as stored. */
@Entity
@Table(name = "deleted_account")
class TombstoneRow {
    @Id
    String login;

    long version;
    Instant requested;

    @Column(name = "tasks_cleared")
    @Nullable
    Instant tasksCleared;

    @Column(name = "files_cleared")
    @Nullable
    Instant filesCleared;

    Tombstone toTombstone() {
        return new Tombstone(
                new Login(login),
                version,
                requested,
                Optional.ofNullable(tasksCleared),
                Optional.ofNullable(filesCleared));
    }
}
