package dev.slipway.auth.credential;

import dev.slipway.platform.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Logins that failed a moment ago. Only failures count, so that no burst of good ones is ever slowed. Who guesses from one
 * place does not keep the account's owner out at another, unless he guesses from very many.
 */
@ApplicationScoped
public class Attempts {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int AT_ACCOUNT_FROM_ADDRESS = 10;
    private static final int FROM_ADDRESS = 100;
    private static final int AT_ACCOUNT = 100;
    private static final int MOST = 20_000;
    private static final int LONGEST = 150;

    private final InstantSource clock;
    private final ConcurrentMap<String, Count> counts = new ConcurrentHashMap<>();

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    private record Count(int failures, Instant until) {}

    /**
     * Goes on unless too many have failed within the last minute.
     *
     * @throws Failure EXHAUSTED
     */
    public void mustBeFew(String login, String address) {
        if (failures(pair(login, address)) >= AT_ACCOUNT_FROM_ADDRESS
                || failures("from " + address) >= FROM_ADDRESS
                || failures("at " + login) >= AT_ACCOUNT) {
            throw new Failure(
                    Failure.Kind.EXHAUSTED, "login.too_many_failures", "Too many failed logins; try again in a minute");
        }
    }

    /** One more has failed. */
    public void failed(String login, String address) {
        count(pair(login, address));
        count("from " + address);
        count("at " + login);
    }

    private int failures(String what) {
        var count = counts.get(cut(what));
        return count == null || !clock.instant().isBefore(count.until()) ? 0 : count.failures();
    }

    private void count(String whole) {
        var what = cut(whole);
        var now = clock.instant();
        if (counts.size() >= MOST) {
            counts.values().removeIf(it -> !now.isBefore(it.until()));
        }
        if (counts.size() < MOST || counts.containsKey(what)) {
            counts.merge(
                    what,
                    new Count(1, now.plus(WINDOW)),
                    (old, one) -> now.isBefore(old.until()) ? new Count(old.failures() + 1, old.until()) : one);
        }
    }

    /** What somebody sends as a login may be long, and is kept for a minute. */
    private static String cut(String what) {
        return what.length() <= LONGEST ? what : what.substring(0, LONGEST);
    }

    private static String pair(String login, String address) {
        return "from " + address + " at " + login;
    }
}
