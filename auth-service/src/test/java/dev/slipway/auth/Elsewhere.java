package dev.slipway.auth;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * A service where strangers may ask for an account, that knows a mail server, a directory, an identity provider and applications, which the tests run themselves, and
 * whose new signing keys sign soon. One profile for all: each further one is a service started again in the same process.
 */
public class Elsewhere implements QuarkusTestProfile {
    /** Where people are in the directory. */
    public static final String PEOPLE = "ou=people,dc=example,dc=org";
    /** What the provider knows us by. */
    public static final String CLIENT = "slipway-web";
    /** What applications sign with. */
    public static final String APPLICATIONS = "test-only-secret-of-applications-1";

    /** The provider's name of itself. */
    public static String issuer() {
        return "http://127.0.0.1:" + TestPorts.of("slipway.test.oidc") + "/lab";
    }

    /** How mail leaves. */
    public static Map<String, String> mail(int port) {
        return Map.of(
                "slipway.mail.host", "127.0.0.1",
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.port", Integer.toString(port),
                "slipway.mail.from", "slipway@suite.example.org",
                "slipway.mail.first-pause", "PT0.5S",
                "slipway.mail.longest-pause", "PT1S");
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        var settings = new HashMap<>(mail(TestPorts.of("slipway.test.smtp")));
        settings.put("slipway.auth.self-registration.enabled", "true");
        settings.put("slipway.auth.token.publish-ahead", "PT8S");
        settings.put("slipway.auth.app.shared-secret", APPLICATIONS);
        settings.put("slipway.auth.ldap.url", "ldap://127.0.0.1:" + TestPorts.of("slipway.test.ldap"));
        settings.put("slipway.auth.ldap.base", PEOPLE);
        settings.put("slipway.auth.ldap.bind-dn", "cn=reader");
        settings.put("slipway.auth.ldap.bind-password", "reader");
        settings.put("slipway.auth.oidc.issuer", issuer());
        settings.put("slipway.auth.oidc.client-id", CLIENT);
        settings.put("slipway.auth.oidc.client-secret", "test-only-oidc");
        settings.put("slipway.auth.oidc.public-url", "https://suite.example.org");
        settings.put("slipway.auth.oidc.guest-bind", "admin");
        return settings;
    }
}
