package dev.slipway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** OpenLDAP's slapd, of Debian's package, with one person in it. Who binds may read, but nobody reads a password. */
final class Directory {
    static final String READER = "cn=reader,dc=example,dc=org";
    static final String READERS_PASSWORD = "test-only-reader";
    static final String PEOPLE = "ou=people,dc=example,dc=org";

    private static final String SETTINGS = """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            database mdb
            maxsize 16777216
            directory /var/lib/ldap
            suffix "dc=example,dc=org"
            access to attrs=userPassword by anonymous auth by * none
            access to * by users read by * none
            """;

    private final DebianRoot root;
    private final int port;

    private Directory(DebianRoot root, int port) {
        this.root = root;
        this.port = port;
    }

    /** One that is away still. */
    static Directory make(Path module, int port, String login, String password)
            throws IOException, InterruptedException {
        var root = DebianRoot.of(module, "slapd", port);
        root.makeFolder("var/lib/ldap", 0);
        Files.writeString(root.folder().resolve("etc/slapd.conf"), SETTINGS);
        Files.writeString(root.folder().resolve("entries.ldif"), entries(login, password));
        root.execute("/usr/sbin/slapadd", "-f", "/etc/slapd.conf", "-l", "/entries.ldif");
        return new Directory(root, port);
    }

    private static String entries(String login, String password) {
        return """
                dn: dc=example,dc=org
                objectClass: domain
                dc: example

                dn: %s
                objectClass: person
                cn: reader
                sn: reader
                userPassword: %s

                dn: %s
                objectClass: organizationalUnit
                ou: people

                dn: uid=%s,%s
                objectClass: inetOrgPerson
                uid: %s
                cn: %s
                sn: %s
                userPassword: %s
                """.formatted(READER, READERS_PASSWORD, PEOPLE, login, PEOPLE, login, login, login, password);
    }

    void start() throws IOException {
        root.start("/usr/sbin/slapd", "-d", "0", "-f", "/etc/slapd.conf", "-h", "ldap://127.0.0.1:" + port);
    }

    void stop() throws InterruptedException {
        root.stop();
    }
}
