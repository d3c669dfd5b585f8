package dev.slipway.auth.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How long tokens live, and the keys they are signed with. */
@ConfigMapping(prefix = "slipway.auth.token")
public interface TokenConfig {
    /** Of people: long, because Galaxy asks for a token once when it starts and never again. A new key ends it at once. */
    @WithDefault("P180D")
    Duration accountLife();

    /** Of the other services: they ask again. */
    @WithDefault("PT10M")
    Duration serviceLife();

    /** Of what a request with an API key is turned into: the service that got it asks again. */
    @WithDefault("PT5M")
    Duration keyLife();

    /** Of the web page's: it refreshes. */
    @WithDefault("PT15M")
    Duration sessionTokenLife();

    /** A session nobody refreshes for so long is over. */
    @WithDefault("P7D")
    Duration sessionIdle();

    /** A session is over then, however busy. */
    @WithDefault("P30D")
    Duration sessionLife();

    /** Whether the cookie travels over TLS only, also where the gateway itself is not asked over it. */
    @WithDefault("false")
    boolean secureCookie();

    /** Of Grid's tokens when their clients do not ask for less; at most an hour, as the dialect demands. */
    @WithDefault("PT1H")
    Duration gridLife();

    /** How long ago a token of Grid may have expired that is still exchanged for a new one. */
    @WithDefault("PT24H")
    Duration gridGrace();

    /** How long a new signing key is published before it signs: longer than anybody keeps an old key set, by far. */
    @WithDefault("PT3M")
    Duration publishAhead();

    /** How long the replaced key still counts; without it until the last token it can have signed has expired. */
    Optional<Duration> keepKey();

    /** When a key is replaced without anybody asking; without it never. */
    Optional<Duration> rotateEvery();

    /** How long others may keep a key set they read, as {@code Cache-Control} says it: a third of that time. */
    default String keySetCaching() {
        return "public, max-age=" + publishAhead().dividedBy(3).toSeconds();
    }

    /** The longest a token signed with a key of this purpose can live. */
    default Duration longestLife(KeyPurpose purpose) {
        return switch (purpose) {
            case TOKENS -> accountLife();
            case GRID -> gridLife().plus(gridGrace());
        };
    }
}
