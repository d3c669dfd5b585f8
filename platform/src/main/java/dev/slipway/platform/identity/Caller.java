package dev.slipway.platform.identity;

import dev.slipway.platform.failure.Failure;
import java.util.Set;

/**
 * Who is asking.
 *
 * @param login the account, or the service's name for a service
 * @param roles {@code user}, {@code admin}, {@code service}
 * @param projects the projects it is a member of
 * @param scope how much of that it may do with the token it showed
 */
public record Caller(String login, Set<String> roles, Set<String> projects, Scope scope) {
    /** Every account that may use the suite. */
    public static final String USER = "user";
    /** May do everything. */
    public static final String ADMIN = "admin";
    /** Another service of this suite. */
    public static final String SERVICE = "service";

    public Caller {
        roles = Set.copyOf(roles);
        projects = Set.copyOf(projects);
    }

    /** One who may do all its roles allow. */
    public Caller(String login, Set<String> roles, Set<String> projects) {
        this(login, roles, projects, Scope.ALL);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }

    public boolean isService() {
        return roles.contains(SERVICE);
    }

    /** Whether it may see and steer what {@code owner} owns. */
    public boolean controls(String owner) {
        return isAdmin() || isService() || login.equals(owner);
    }

    /**
     * Goes on only for who may see and steer what {@code owner} owns.
     *
     * @throws Failure FORBIDDEN unless {@link #controls}
     */
    public void mustControl(String owner) {
        if (!controls(owner)) {
            throw Failure.forbidden("Not yours");
        }
    }

    /**
     * Goes on only for administrators.
     *
     * @throws Failure FORBIDDEN for anybody else
     */
    public void mustBeAdmin() {
        if (!isAdmin()) {
            throw Failure.forbidden("Only administrators may do this");
        }
    }
}
