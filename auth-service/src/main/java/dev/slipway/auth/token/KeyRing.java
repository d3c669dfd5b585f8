package dev.slipway.auth.token;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;

/** The keys of this suite at one moment, of all purposes. Immutable. */
record KeyRing(List<Entry> entries) {
    KeyRing {
        entries = List.copyOf(entries);
    }

    /**
     * A key and its time.
     *
     * @param retiresAt from when on its tokens count no more; empty for one that has no successor
     */
    record Entry(SigningKey key, Instant signsFrom, Optional<Instant> retiresAt) {
        boolean isRetired(Instant now) {
            return retiresAt.isPresent() && !now.isBefore(retiresAt.get());
        }
    }

    /** The newest key whose time to sign has come. */
    Optional<SigningKey> signing(KeyPurpose purpose, Instant now) {
        return entries.stream()
                .filter(it -> it.key().purpose() == purpose && !it.signsFrom().isAfter(now) && !it.isRetired(now))
                .max(Comparator.comparing(Entry::signsFrom))
                .map(Entry::key);
    }

    /** The key called so, unless it is retired. */
    Optional<SigningKey> find(KeyPurpose purpose, String kid, Instant now) {
        return entries.stream()
                .filter(it -> it.key().purpose() == purpose && it.key().kid().equals(kid) && !it.isRetired(now))
                .map(Entry::key)
                .findFirst();
    }

    /** Those of a purpose that are not retired, the one that signs last first. */
    List<Entry> living(KeyPurpose purpose, Instant now) {
        return entries.stream()
                .filter(it -> it.key().purpose() == purpose && !it.isRetired(now))
                .sorted(Comparator.comparing(Entry::signsFrom).reversed())
                .toList();
    }

    /** The JSON Web Key Set (RFC 7517) others check tokens with, also of the key that does not sign yet. */
    String toJwks(KeyPurpose purpose, Instant now) {
        var set = new JsonWebKeySet();
        living(purpose, now).forEach(it -> set.addJsonWebKey(it.key().toJwk()));
        return set.toJson(OutputControlLevel.PUBLIC_ONLY);
    }
}
