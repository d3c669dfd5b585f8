package dev.slipway.platform.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The caller of the request at hand. Only on routes that demand a login. */
@RequestScoped
public class CurrentCaller {
    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Who the token names. */
    public Caller get() {
        return new Caller(identity.getPrincipal().getName(), identity.getRoles(), projects());
    }

    private Set<String> projects() {
        var projects = new HashSet<String>();
        if (identity.getPrincipal() instanceof JsonWebToken token
                && token.getClaim(Claims.PROJECTS) instanceof JsonArray list) {
            list.forEach(it -> projects.add(((JsonString) it).getString()));
        }
        return projects;
    }
}
