package dev.slipway.auth.account;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.identity.Caller;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What administrators grant an account.
 *
 * @param roles {@code user} and, for administrators, {@code admin}
 * @param priority 0 to 100
 * @param limits what it may use
 */
public record Rights(SortedSet<String> roles, int priority, Limits limits) {
    public Rights {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        Shares.checkPriority(priority);
        Shares.checkLimits(limits);
    }

    /** What a new account may: the middle priority, no limits. */
    public static Rights initial(boolean admin) {
        var user = new TreeSet<String>();
        user.add(Caller.USER);
        return new Rights(user, Shares.MIDDLE, Limits.NONE).withAdmin(admin);
    }

    public boolean isAdmin() {
        return roles.contains(Caller.ADMIN);
    }

    /** An administrator, or none; the rest as it is. */
    public Rights withAdmin(boolean admin) {
        var changed = new TreeSet<>(roles);
        if (admin) {
            changed.add(Caller.ADMIN);
        } else {
            changed.remove(Caller.ADMIN);
        }
        return new Rights(changed, priority, limits);
    }

    /** With this priority, 0 to 100; the rest as it is. */
    public Rights withPriority(int other) {
        return new Rights(roles, other, limits);
    }

    /** With these limits; the rest as it is. */
    public Rights withLimits(Limits other) {
        return new Rights(roles, priority, other);
    }
}
