package dev.slipway.auth.credential;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jboss.logging.Logger;

/** Asks a directory whether a password is right: finds the login's one entry, then binds as it. */
@ApplicationScoped
class Ldap {
    private static final Logger LOG = Logger.getLogger(Ldap.class);
    private static final int ENOUGH_TO_KNOW = 2;
    private static final Set<ResultCode> REFUSALS = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.SIZE_LIMIT_EXCEEDED);

    private final LdapConfig config;
    private final Blocking blocking;

    Ldap(LdapConfig config, Blocking blocking) {
        this.config = config;
        this.blocking = blocking;
    }

    boolean isOn() {
        return config.url().isPresent();
    }

    /** Fails with UNAVAILABLE when the directory does not answer. */
    Uni<Boolean> matches(String login, String password) {
        // A bind without a password succeeds as nobody (RFC 4513, 5.1.2).
        return password.isEmpty() || login.isEmpty()
                ? Uni.createFrom().item(false)
                : blocking.call(() -> bind(login, password));
    }

    private boolean bind(String login, String password) {
        try (var connection = connect()) {
            var entry = entryOf(connection, login);
            return entry.isPresent()
                    && ResultCode.SUCCESS.equals(
                            connection.bind(entry.get(), password).getResultCode());
        } catch (LDAPException e) {
            if (REFUSALS.contains(e.getResultCode())) {
                return false;
            }
            LOG.warnf("directory result=%s cause=%s", e.getResultCode(), e.getMessage());
            throw Failure.unavailable("The directory does not answer; try again");
        }
    }

    private Optional<String> entryOf(LDAPConnection connection, String login) throws LDAPException {
        search(connection);
        var request = new SearchRequest(
                config.base().orElse(""),
                SearchScope.SUB,
                Filter.create(config.filter().replace("{login}", escape(login))),
                SearchRequest.NO_ATTRIBUTES);
        request.setSizeLimit(ENOUGH_TO_KNOW);
        var found = connection.search(request).getSearchEntries();
        // Two of one name: nobody knows which is meant.
        return found.size() == 1 ? Optional.of(found.getFirst().getDN()) : Optional.empty();
    }

    /** Its own refusal must not look like that of the login. */
    private void search(LDAPConnection connection) {
        if (config.bindDn().isPresent()) {
            try {
                connection.bind(config.bindDn().get(), config.bindPassword().orElse(""));
            } catch (LDAPException e) {
                LOG.errorf("directory refuses %s result=%s", config.bindDn().get(), e.getResultCode());
                throw Failure.unavailable("The directory does not answer; try again");
            }
        }
    }

    private LDAPConnection connect() throws LDAPException {
        var url = new LDAPURL(config.url().orElseThrow());
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) config.timeout().toMillis());
        options.setResponseTimeoutMillis(config.timeout().toMillis());
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        return url.getScheme().equals("ldaps")
                ? new LDAPConnection(SSLSocketFactory.getDefault(), options, url.getHost(), url.getPort())
                : new LDAPConnection(options, url.getHost(), url.getPort());
    }

    /** A text as part of a filter means itself (RFC 4515, 3). */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length());
        text.chars()
                .forEach(it -> escaped.append(
                        switch (it) {
                            case '\\' -> "\\5c";
                            case '*' -> "\\2a";
                            case '(' -> "\\28";
                            case ')' -> "\\29";
                            case 0 -> "\\00";
                            default -> String.valueOf((char) it);
                        }));
        return escaped.toString();
    }
}
