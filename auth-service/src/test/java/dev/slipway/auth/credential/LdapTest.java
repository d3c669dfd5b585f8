package dev.slipway.auth.credential;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.TestPorts;
import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords of a directory, asked over the wire. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LdapTest {
    private static final String SECRET = "directory secret 9";
    private InMemoryDirectoryServer directory;

    @BeforeAll
    void open() throws Exception {
        var config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", TestPorts.of("slipway.test.ldap")));
        config.addAdditionalBindCredentials("cn=reader", "reader");
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        directory.add("dn: " + Elsewhere.PEOPLE, "objectClass: organizationalUnit", "ou: people");
        directory.startListening();
    }

    @AfterAll
    void close() {
        directory.shutDown(true);
    }

    @Test
    void itsPasswordOpensASessionOfTheAccountOfThatLogin() throws Exception {
        var user = inDirectory(Users.fresh());
        login(user.login(), SECRET, 200);
        login(user.login(), "another secret 99", 401);
    }

    @Test
    void aBindWithoutAPasswordOpensNothing() throws Exception {
        var user = inDirectory(Users.fresh());
        login(user.login(), "", 401);
    }

    @Test
    void whoHasNoAccountHereOpensNothing() throws Exception {
        inDirectory(new User("stranger", ""));
        login("stranger", SECRET, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "user*", "x)(uid=*", "*)(objectClass=*", "\\2a"})
    void aFilterFindsNobodyElse(String login) throws Exception {
        inDirectory(Users.fresh());
        login(login, SECRET, 401);
    }

    @ParameterizedTest
    @CsvSource({"alice,alice", "a*b,a\\2ab", "a(b)c,a\\28b\\29c", "a\\b,a\\5cb"})
    void whatIsSpecialInAFilterIsEscaped(String text, String escaped) {
        assertThat(Ldap.escape(text)).isEqualTo(escaped);
        assertThat(Ldap.escape("a\0b")).isEqualTo("a\\00b");
    }

    private User inDirectory(User user) throws Exception {
        directory.add(
                "dn: uid=" + user.login() + "," + Elsewhere.PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: " + user.login(),
                "cn: " + user.login(),
                "sn: " + user.login(),
                "userPassword: " + SECRET);
        return user;
    }

    private static void login(String login, String password, int status) {
        given().header("X-Forwarded-For", "192.0.2." + login.length())
                .contentType(ContentType.JSON)
                .body(Map.of("login", login, "password", password))
                .post("/api/v1/tokens/session")
                .then()
                .statusCode(status);
    }
}
