package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/** How often strangers may ask for an account. Kept in the database: replicas count together, and a restart forgets nothing. */
@ApplicationScoped
class RegistrationThrottle {
    /** With {@link AccountRepository#lockOrder} in mind: another number. */
    private static final String ALONE = "select 1 from pg_advisory_xact_lock(5367329)";

    private static final int V6_BLOCK = 6;
    private static final int V4_BLOCK = 3;

    private final AccountConfig config;
    private final InstantSource clock;

    RegistrationThrottle(AccountConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Counts one attempt from an address. Fails with EXHAUSTED when its block of addresses has had its share. */
    @WithTransaction
    Uni<Void> take(String address) {
        var block = blockOf(address);
        var now = clock.instant();
        var rules = config.selfRegistration();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ALONE, Integer.class)
                        .getSingleResult()
                        .chain(() -> session.createNativeQuery("delete from registration_attempt where at < ?1")
                                .setParameter(1, now.minus(rules.window()))
                                .executeUpdate())
                        .chain(() -> session.createNativeQuery(
                                        "select count(*) from registration_attempt where block = ?1", Long.class)
                                .setParameter(1, block)
                                .getSingleResult()))
                .invoke(count -> {
                    if (count >= rules.perBlock()) {
                        throw new Failure(
                                Kind.EXHAUSTED,
                                "rate_limited",
                                "%d registrations from your network already; try again later".formatted(count));
                    }
                })
                .chain(() -> keep(block, now));
    }

    private static Uni<Void> keep(String block, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into registration_attempt (block, at) values (?1, ?2)")
                        .setParameter(1, block)
                        .setParameter(2, now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** The first 24 bits of an IPv4 address, the first 48 of an IPv6 one: about what one subscriber has. */
    static String blockOf(String address) {
        try {
            var parsed = InetAddress.ofLiteral(address);
            int length = parsed instanceof Inet4Address ? V4_BLOCK : V6_BLOCK;
            return HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), length));
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }
}
