package dev.slipway.node.shell;

import dev.slipway.platform.contract.AccountEvent;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/** What a session was let in with. */
sealed interface Pass {
    /** Whether it would still let in, as the account is now. */
    boolean holds(AccountEvent.Changed account);

    /** The named key behind it, which can be revoked by itself. */
    default Optional<String> keyId() {
        return Optional.empty();
    }

    /** One of the account's SSH keys. */
    record OfKey(PublicKey key) implements Pass {
        @Override
        public boolean holds(AccountEvent.Changed account) {
            return account.publicKeys().stream()
                    .flatMap(line -> read(line).stream())
                    .anyMatch(it -> KeyUtils.compareKeys(it, key));
        }

        /** A line that is no key opens nothing. */
        private static Optional<PublicKey> read(String line) {
            try {
                var entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip());
                return entry == null
                        ? Optional.empty()
                        : Optional.ofNullable(entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING));
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** An API key. A new one makes the account's version higher, and all that was let in by the old one worthless. */
    record OfApiKey(long version, Optional<String> keyId) implements Pass {
        @Override
        public boolean holds(AccountEvent.Changed account) {
            return account.version() <= version;
        }
    }
}
