package dev.slipway.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSMTPD, of Debian's package. Every mail it takes, for whomever, is a file. */
final class MailServer {
    private static final int KEEPER = 2;

    private final DebianRoot root;

    private MailServer(DebianRoot root) {
        this.root = root;
    }

    /** One that is away still, and has no mail. */
    static MailServer make(Path module, int port) throws IOException, InterruptedException {
        var root = DebianRoot.of(module, "opensmtpd", port, "opensmtpd", "opensmtpq", "keeper");
        Files.writeString(root.folder().resolve("etc/smtpd.conf"), settings(port));
        Files.createDirectories(root.folder().resolve("var/lib/opensmtpd/empty"));
        Suite.delete(root.folder().resolve("var/spool"));
        Files.createDirectories(root.folder().resolve("var/spool"));
        root.makeFolder("mail", KEEPER);
        return new MailServer(root);
    }

    /** No STARTTLS and no login, which goes by it: the smtpd of Debian 12 cannot finish a handshake with its OpenSSL. */
    private static String settings(int port) {
        return """
                table keeper { "@" = keeper }
                listen on 127.0.0.1 port %d hostname mail.example.org
                action "keep" maildir "/mail" virtual <keeper>
                match from any for any action "keep"
                """.formatted(port);
    }

    /** Done when it takes mail. What it took before stays. */
    void start() throws IOException {
        root.start("/usr/sbin/smtpd", "-d");
    }

    void stop() throws InterruptedException {
        root.stop();
    }

    /** The mails delivered to an address, each whole. */
    List<String> deliveredTo(String address) throws IOException {
        var mails = new ArrayList<String>();
        var inbox = root.folder().resolve("mail/new");
        if (Files.exists(inbox)) {
            try (var files = Files.list(inbox)) {
                for (var file : files.sorted().toList()) {
                    var mail = Files.readString(file, StandardCharsets.UTF_8);
                    if (header(mail, "Delivered-To").equals(address)) {
                        mails.add(mail);
                    }
                }
            }
        }
        return mails;
    }

    /** The value of a header, which is there. */
    static String header(String mail, String name) {
        return mail.lines()
                .takeWhile(it -> !it.isEmpty())
                .filter(it -> it.startsWith(name + ": "))
                .map(it -> it.substring(name.length() + 2).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + name + " in " + mail));
    }
}
